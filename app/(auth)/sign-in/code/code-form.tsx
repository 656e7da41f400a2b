"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { TextField } from "@/components/ui/fields";
import { signInWithCode } from "@/lib/identity/auth/actions";

export function CodeForm({ from }: { from: string | null }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(signInWithCode, { field: null, error: null });
  return (
    <AuthForm action={submit} answer={state} fields={{ code: state.field }} submit={t("submit")}>
      {from ? <input type="hidden" name="from" value={from} /> : null}
      <TextField
        label={t("code.label")}
        help={t("code.help")}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        autoFocus
        required
        className="h-10 tabular-nums"
      />
    </AuthForm>
  );
}

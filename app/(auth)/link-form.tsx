"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { Banner } from "@/components/ui/banner";
import { TextField } from "@/components/ui/fields";
import type { LinkState } from "@/lib/identity/auth/link-actions";

const FIRST: LinkState = { email: "", field: null, error: null, isTaken: false };

interface LinkFormProps {
  ask: (before: LinkState, form: FormData) => Promise<LinkState>;
  submit: string;
  /** Confirmation, the same whether or not the address is known. */
  taken: { title: string; help: string };
}

export function LinkForm({ ask, submit, taken }: LinkFormProps) {
  const t = useTranslations("auth");
  const [state, send] = useActionState(ask, FIRST);
  const notice = state.isTaken ? (
    <Banner tone="working" title={taken.title}>
      {taken.help}
    </Banner>
  ) : null;
  return (
    <AuthForm action={send} answer={state} wrong={state.field && "email"} notice={notice} submit={submit}>
      <TextField
        label={t("email")}
        error={state.field ? t(`field.${state.field}`) : null}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state.email}
        autoFocus
        required
        className="h-10"
      />
    </AuthForm>
  );
}

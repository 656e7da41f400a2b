"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { chooseNewPassword, type ResetState } from "@/app/(auth)/reset-password/[token]/actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { SHORTEST_PASSWORD } from "@/lib/auth/password-length";

const FIRST: ResetState = { field: null, error: null };

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(chooseNewPassword.bind(null, token), FIRST);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.field) form.current?.querySelector<HTMLInputElement>("[name=password]")?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
      </div>
      <Field label={t("email")}>
        {(control) => <Input {...control} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />}
      </Field>
      <Field
        label={t("reset.password")}
        help={t("password_help", { count: SHORTEST_PASSWORD })}
        error={state.field ? t(`field.${state.field}`, { count: SHORTEST_PASSWORD }) : null}
      >
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" autoFocus required className="h-10" />}
      </Field>
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("reset.submit")}
      </SubmitButton>
    </form>
  );
}

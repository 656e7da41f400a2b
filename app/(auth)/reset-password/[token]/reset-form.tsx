"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";
import { chooseNewPassword, type ResetState } from "@/lib/identity/auth/reset-password-actions";

const FIRST: ResetState = { field: null, error: null };

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(chooseNewPassword.bind(null, token), FIRST);

  return (
    <AuthForm action={submit} answer={state} wrong={state.field && "password"} submit={t("reset.submit")}>
      <Field label={t("email")}>
        {(control) => <Input {...control} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />}
      </Field>
      <Field
        label={t("reset.password")}
        help={t("password_help", { count: MIN_PASSWORD_LENGTH })}
        error={state.field ? t(`field.${state.field}`, { count: MIN_PASSWORD_LENGTH }) : null}
      >
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" autoFocus required className="h-10" />}
      </Field>
    </AuthForm>
  );
}

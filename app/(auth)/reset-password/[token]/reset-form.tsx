"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { PasswordField, TextField } from "@/components/ui/fields";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";
import { chooseNewPassword, type ResetState } from "@/lib/identity/auth/reset-password-actions";

const FIRST: ResetState = { field: null, error: null };

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(chooseNewPassword.bind(null, token), FIRST);

  return (
    <AuthForm action={submit} answer={state} wrong={state.field && "password"} submit={t("reset.submit")}>
      <TextField label={t("email")} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />
      <PasswordField
        label={t("reset.password")}
        help={t("password_help", { count: MIN_PASSWORD_LENGTH })}
        error={state.field ? t(`field.${state.field}`, { count: MIN_PASSWORD_LENGTH }) : null}
        name="password"
        autoComplete="new-password"
        autoFocus
        required
        className="h-10"
      />
    </AuthForm>
  );
}

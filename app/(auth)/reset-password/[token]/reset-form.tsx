"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { NewPasswordField, ProvenEmailField } from "@/app/(auth)/account-fields";
import { AuthForm } from "@/app/(auth)/auth-form";
import { chooseNewPassword, type ResetState } from "@/lib/identity/auth/link-actions";

const FIRST: ResetState = { field: null, error: null };

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth.reset");
  const [state, submit] = useActionState(chooseNewPassword.bind(null, token), FIRST);
  return (
    <AuthForm action={submit} answer={state} fields={{ password: state.field }} submit={t("submit")}>
      <ProvenEmailField email={email} />
      <NewPasswordField label={t("password")} autoFocus />
    </AuthForm>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { EmailField } from "@/app/(auth)/email-field";
import { PasswordField, TextField } from "@/components/ui/fields";
import { acceptAsNew } from "@/lib/identity/accounts/invitation-actions";
import { chooseNewPassword, createAccount } from "@/lib/identity/auth/link-actions";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

// Forms behind a mailed link, which proves the address: the user chooses a password.

/** `email`: the proven address; null for the first account, whose user chooses it. */
export function SignUpForm({ token, email }: { token: string; email: string | null }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(createAccount.bind(null, token), { name: "", merchant: "", fields: {}, error: null });
  const [timeZone, setTimeZone] = useState("");

  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);

  return (
    <AuthForm action={submit} answer={state} fields={state.fields} submit={t("sign_up.submit")}>
      <input type="hidden" name="timeZone" value={timeZone} />
      {email === null ? <EmailField typed={state.email ?? ""} autoFocus /> : <ProvenEmailField email={email} />}
      <PersonNameField typed={state.name} autoFocus={email !== null} />
      <TextField
        label={t("sign_up.merchant")}
        help={t("sign_up.merchant_help")}
        name="merchant"
        autoComplete="organization"
        maxLength={120}
        defaultValue={state.merchant}
        required
        className="h-10"
      />
      <NewPasswordField label={t("password")} />
    </AuthForm>
  );
}

export function NewcomerForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(acceptAsNew.bind(null, token), { name: "", fields: {}, error: null });
  return (
    <AuthForm action={submit} answer={state} fields={state.fields} submit={t("invitation.join")}>
      <ProvenEmailField email={email} />
      <PersonNameField typed={state.name} />
      <NewPasswordField label={t("password")} />
    </AuthForm>
  );
}

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth.reset");
  const [state, submit] = useActionState(chooseNewPassword.bind(null, token), { field: null, error: null });
  return (
    <AuthForm action={submit} answer={state} fields={{ password: state.field }} submit={t("submit")}>
      <ProvenEmailField email={email} />
      <NewPasswordField label={t("password")} autoFocus />
    </AuthForm>
  );
}

function ProvenEmailField({ email }: { email: string }) {
  const t = useTranslations("auth");
  return <TextField label={t("email")} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />;
}

function PersonNameField({ typed, autoFocus = true }: { typed: string; autoFocus?: boolean }) {
  const t = useTranslations("auth.invitation");
  return (
    <TextField
      label={t("name")}
      name="name"
      autoComplete="name"
      maxLength={120}
      defaultValue={typed}
      autoFocus={autoFocus}
      required
      className="h-10"
    />
  );
}

function NewPasswordField({ label, autoFocus = false }: { label: string; autoFocus?: boolean }) {
  const t = useTranslations("auth");
  return (
    <PasswordField
      label={label}
      help={t("password_help", { count: MIN_PASSWORD_LENGTH })}
      name="password"
      autoComplete="new-password"
      autoFocus={autoFocus}
      required
      className="h-10"
    />
  );
}

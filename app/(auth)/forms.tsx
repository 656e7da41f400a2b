"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { SubmitButton } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { acceptAsNew } from "@/lib/identity/accounts/invitation-actions";
import { chooseNewPassword, createAccount, signIn, signInWithCode } from "@/lib/identity/auth/actions";
import type { FormState } from "@/lib/identity/auth/form-state";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

const Continue = ({ from }: { from: string | null }) => (from ? <input type="hidden" name="from" value={from} /> : null);

interface SignInFormProps {
  from: string | null;
  /** Next-auth's route refused the sign-in and redirected here. */
  failedElsewhere: boolean;
  /** A notice above the form must be read first, so no field takes the focus. */
  hasRefusal: boolean;
  sendsMail: boolean;
}

export function SignInForm({ from, failedElsewhere, hasRefusal, sendsMail }: SignInFormProps) {
  const t = useTranslations("auth");
  const isSlowed = (error: FormState["error"]): boolean => error?.code === "too_many_tries";
  return (
    <AuthForm
      action={signIn}
      firstError={failedElsewhere ? "credentials_wrong" : null}
      explain={(error) => (isSlowed(error) ? { ...error, code: "sign_in_slowed" } : error)}
      again="password"
      mailed={{ title: t("forgot.taken.title"), help: t("confirm.mailed_help") }}
      submit={t("submit")}
      more={({ error }) =>
        isSlowed(error) && sendsMail ? (
          <SubmitButton variant="secondary" size="lg" className="w-full" name="intent" value="confirm_browser">
            {t("confirm.ask")}
          </SubmitButton>
        ) : null
      }
    >
      {({ email }) => (
        <>
          <Continue from={from} />
          <EmailField typed={email} autoFocus={!hasRefusal} />
          <PasswordField label={t("password")} name="password" autoComplete="current-password" required className="h-10" />
        </>
      )}
    </AuthForm>
  );
}

/** Without an app, the only code is a recovery code. */
export function CodeForm({ from, hasApp }: { from: string | null; hasApp: boolean }) {
  const t = useTranslations("auth");
  return (
    <AuthForm action={signInWithCode} submit={t("submit")} variant={hasApp ? "primary" : "secondary"}>
      {() => (
        <>
          <Continue from={from} />
          <TextField
            label={t(hasApp ? "code.label" : "code.passkey.label")}
            help={t(hasApp ? "code.help" : "code.passkey.help")}
            name="code"
            autoComplete={hasApp ? "one-time-code" : "off"}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            autoFocus={hasApp}
            required
            className="h-10 tabular-nums"
          />
        </>
      )}
    </AuthForm>
  );
}

interface LinkFormProps {
  ask: (before: FormState, form: FormData) => Promise<FormState>;
  submit: string;
  mailed: { title: string; help: string };
}

/** Asks for a mailed link. */
export const LinkForm = ({ ask, ...rest }: LinkFormProps) => (
  <AuthForm action={ask} {...rest}>
    {({ email }) => <EmailField typed={email} />}
  </AuthForm>
);

// Forms behind a mailed link, which proves the address: the user chooses a password.

/** `email`: the proven address; null for the first account, whose user chooses it. */
export function SignUpForm({ token, email }: { token: string; email: string | null }) {
  const t = useTranslations("auth");
  const [timeZone, setTimeZone] = useState("");
  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return (
    <AuthForm action={createAccount.bind(null, token)} submit={t("sign_up.submit")}>
      {(typed) => (
        <>
          <input type="hidden" name="timeZone" value={timeZone} />
          {email === null ? <EmailField typed={typed["email"]} /> : <ProvenEmailField email={email} />}
          <PersonNameField typed={typed["name"]} autoFocus={email !== null} />
          <TextField
            label={t("sign_up.merchant")}
            help={t("sign_up.merchant_help")}
            name="merchant"
            autoComplete="organization"
            maxLength={120}
            defaultValue={typed["merchant"]}
            required
            className="h-10"
          />
          <NewPasswordField label={t("password")} />
        </>
      )}
    </AuthForm>
  );
}

export function NewcomerForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  return (
    <AuthForm action={acceptAsNew.bind(null, token)} submit={t("invitation.join")}>
      {({ name }) => (
        <>
          <ProvenEmailField email={email} />
          <PersonNameField typed={name} autoFocus />
          <NewPasswordField label={t("password")} />
        </>
      )}
    </AuthForm>
  );
}

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth.reset");
  return (
    <AuthForm action={chooseNewPassword.bind(null, token)} submit={t("submit")}>
      {() => (
        <>
          <ProvenEmailField email={email} />
          <NewPasswordField label={t("password")} autoFocus />
        </>
      )}
    </AuthForm>
  );
}

function EmailField({ typed, autoFocus = true }: { typed: string | undefined; autoFocus?: boolean }) {
  const t = useTranslations("auth");
  return (
    <TextField
      label={t("email")}
      name="email"
      type="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      defaultValue={typed}
      autoFocus={autoFocus}
      required
      className="h-10"
    />
  );
}

function ProvenEmailField({ email }: { email: string }) {
  const t = useTranslations("auth");
  return <TextField label={t("email")} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />;
}

function PersonNameField({ typed, autoFocus }: { typed: string | undefined; autoFocus: boolean }) {
  const t = useTranslations("auth.invitation");
  const field = { label: t("name"), name: "name", autoComplete: "name", maxLength: 120, required: true, className: "h-10" };
  return <TextField {...field} defaultValue={typed} autoFocus={autoFocus} />;
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

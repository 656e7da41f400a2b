"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { EmailField } from "@/app/(auth)/email-field";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/fields";
import { type SignInState, signIn } from "@/lib/identity/auth/actions";

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
  const first: SignInState = { email: "", fields: {}, error: failedElsewhere ? { code: "credentials_wrong", retryAfterSeconds: 0 } : null };
  const [state, submit] = useActionState(signIn, first);
  const isSlowed = state.error?.code === "too_many_tries";
  const mailed = state.isMailed ? (
    <Banner tone="working" title={t("forgot.taken.title")}>
      {t("confirm.mailed_help")}
    </Banner>
  ) : null;
  const confirm =
    isSlowed && sendsMail ? (
      <SubmitButton variant="secondary" size="lg" className="w-full" name="intent" value="confirm_browser">
        {t("confirm.ask")}
      </SubmitButton>
    ) : null;

  return (
    <AuthForm
      action={submit}
      answer={state}
      error={state.error && isSlowed ? { ...state.error, code: "sign_in_slowed" } : state.error}
      fields={state.fields}
      again="password"
      notice={mailed}
      submit={t("submit")}
      more={confirm}
    >
      {from ? <input type="hidden" name="from" value={from} /> : null}
      <EmailField typed={state.email} autoFocus={!hasRefusal} />
      <PasswordField label={t("password")} name="password" autoComplete="current-password" required className="h-10" />
    </AuthForm>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { Banner } from "@/components/ui/banner";
import { PasswordField, TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type SignInState, signIn } from "@/lib/identity/auth/actions";

interface SignInFormProps {
  from: string | null;
  /** Redirected here after a refusal by next-auth's route. */
  failedElsewhere: boolean;
  /** A notice above the form must be read first. */
  hasRefusal: boolean;
  sendsMail: boolean;
}

export function SignInForm({ from, failedElsewhere, hasRefusal, sendsMail }: SignInFormProps) {
  const t = useTranslations("auth");
  const first: SignInState = { email: "", fields: {}, error: failedElsewhere ? { code: "credentials_wrong", retryAfterSeconds: 0 } : null };
  const [state, submit] = useActionState(signIn, first);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.error || Object.keys(state.fields).length > 0) {
      const name = state.fields.email ? "email" : "password";
      form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
    }
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div aria-live="polite" className="empty:sr-only">
        {state.error ? (
          <Refusal error={state.error.code === "too_many_tries" ? { ...state.error, code: "sign_in_slowed" } : state.error} />
        ) : null}
        {state.isMailed ? (
          <Banner tone="working" title={t("forgot.taken.title")}>
            {t("confirm.mailed_help")}
          </Banner>
        ) : null}
      </div>
      {from ? <input type="hidden" name="from" value={from} /> : null}
      <TextField
        label={t("email")}
        error={state.fields.email ? t(`field.${state.fields.email}`) : null}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state.email}
        autoFocus={!hasRefusal}
        required
        className="h-10"
      />
      <PasswordField
        label={t("password")}
        error={state.fields.password ? t(`field.${state.fields.password}`) : null}
        name="password"
        autoComplete="current-password"
        required
        className="h-10"
      />
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("submit")}
      </SubmitButton>
      {state.error?.code === "too_many_tries" && sendsMail ? (
        <SubmitButton variant="secondary" size="lg" className="w-full" name="intent" value="confirm_browser">
          {t("confirm.ask")}
        </SubmitButton>
      ) : null}
    </form>
  );
}

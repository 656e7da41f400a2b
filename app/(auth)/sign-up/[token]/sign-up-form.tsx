"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useState } from "react";
import { FirstPasswordField, PersonNameField, ProvenEmailField } from "@/app/(auth)/account-fields";
import { AuthForm } from "@/app/(auth)/auth-form";
import { TextField } from "@/components/ui/fields";
import { createAccount, type SignUpState } from "@/lib/identity/auth/sign-up-actions";

const FIRST: SignUpState = { name: "", merchant: "", fields: {}, error: null };
const ORDER = ["name", "merchant", "password"] as const;

export function SignUpForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(createAccount.bind(null, token), FIRST);
  const [timeZone, setTimeZone] = useState("");

  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);

  return (
    <AuthForm action={submit} answer={state} wrong={ORDER.find((name) => state.fields[name])} submit={t("sign_up.submit")}>
      <input type="hidden" name="timeZone" value={timeZone} />
      <ProvenEmailField email={email} />
      <PersonNameField typed={state.name} error={state.fields.name} />
      <TextField
        label={t("sign_up.merchant")}
        help={t("sign_up.merchant_help")}
        error={state.fields.merchant ? t(`field.${state.fields.merchant}`) : null}
        name="merchant"
        autoComplete="organization"
        maxLength={120}
        defaultValue={state.merchant}
        required
        className="h-10"
      />
      <FirstPasswordField error={state.fields.password} />
    </AuthForm>
  );
}

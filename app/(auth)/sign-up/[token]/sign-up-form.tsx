"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useState } from "react";
import { NewPasswordField, PersonNameField, ProvenEmailField } from "@/app/(auth)/account-fields";
import { AuthForm } from "@/app/(auth)/auth-form";
import { TextField } from "@/components/ui/fields";
import { createAccount, type SignUpState } from "@/lib/identity/auth/link-actions";

const FIRST: SignUpState = { name: "", merchant: "", fields: {}, error: null };

export function SignUpForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(createAccount.bind(null, token), FIRST);
  const [timeZone, setTimeZone] = useState("");

  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);

  return (
    <AuthForm action={submit} answer={state} fields={state.fields} submit={t("sign_up.submit")}>
      <input type="hidden" name="timeZone" value={timeZone} />
      <ProvenEmailField email={email} />
      <PersonNameField typed={state.name} />
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

"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, useState } from "react";
import { FirstPasswordField, PersonNameField, ProvenEmailField } from "@/app/(auth)/account-fields";
import { Refusal } from "@/app/(auth)/refusal";
import { makeAccount, type SignUpState } from "@/app/(auth)/sign-up/[token]/actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

const FIRST: SignUpState = { name: "", merchant: "", fields: {}, error: null };
const ORDER = ["name", "merchant", "password"] as const;

/** The account and the merchant of somebody whose address is proven. */
export function SignUpForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(makeAccount.bind(null, token), FIRST);
  const [timeZone, setTimeZone] = useState("");
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  useEffect(() => {
    const first = ORDER.find((name) => state.fields[name]);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
      </div>
      <input type="hidden" name="timeZone" value={timeZone} />
      <ProvenEmailField email={email} />
      <PersonNameField typed={state.name} error={state.fields.name} />
      <Field
        label={t("sign_up.merchant")}
        help={t("sign_up.merchant_help")}
        error={state.fields.merchant ? t(`field.${state.fields.merchant}`) : null}
      >
        {(control) => (
          <Input
            {...control}
            name="merchant"
            autoComplete="organization"
            maxLength={120}
            defaultValue={state.merchant}
            required
            className="h-10"
          />
        )}
      </Field>
      <FirstPasswordField error={state.fields.password} />
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("sign_up.submit")}
      </SubmitButton>
    </form>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, useState } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { makeAccount, type SignUpState } from "@/app/(auth)/sign-up/[token]/actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { SHORTEST_PASSWORD } from "@/lib/auth/password-length";

const FIRST: SignUpState = { name: "", merchant: "", fields: {}, error: null };
const ORDER = ["name", "merchant", "password"] as const;

/** The account and the merchant of somebody whose address is proven. */
export function SignUpForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(makeAccount.bind(null, token), FIRST);
  const [timeZone, setTimeZone] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const told = (name: (typeof ORDER)[number]) =>
    state.fields[name] ? t(`field.${state.fields[name]}`, { count: SHORTEST_PASSWORD }) : null;

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
      <Field label={t("email")}>
        {(control) => <Input {...control} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />}
      </Field>
      <Field label={t("invitation.name")} error={told("name")}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="name"
            maxLength={120}
            defaultValue={state.name}
            autoFocus
            required
            className="h-10"
          />
        )}
      </Field>
      <Field label={t("sign_up.merchant")} help={t("sign_up.merchant_help")} error={told("merchant")}>
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
      <Field label={t("password")} help={t("password_help", { count: SHORTEST_PASSWORD })} error={told("password")}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required className="h-10" />}
      </Field>
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("sign_up.submit")}
      </SubmitButton>
    </form>
  );
}

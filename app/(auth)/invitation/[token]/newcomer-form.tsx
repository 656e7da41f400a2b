"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { acceptAsNew, type NewcomerState } from "@/app/(auth)/invitation/[token]/actions";
import { Refusal } from "@/app/(auth)/refusal";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { SHORTEST_PASSWORD } from "@/lib/auth/password-length";

const FIRST: NewcomerState = { name: "", fields: {}, error: null };

/** Makes an account for the address that was invited. */
export function NewcomerForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(acceptAsNew.bind(null, token), FIRST);
  const form = useRef<HTMLFormElement>(null);
  const told = (name: "name" | "password") => (state.fields[name] ? t(`field.${state.fields[name]}`, { count: SHORTEST_PASSWORD }) : null);

  useEffect(() => {
    const [first] = Object.keys(state.fields);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${state.fields.name ? "name" : "password"}]`)?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
      </div>
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
      <Field label={t("password")} help={t("password_help", { count: SHORTEST_PASSWORD })} error={told("password")}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required className="h-10" />}
      </Field>
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("invitation.join")}
      </SubmitButton>
    </form>
  );
}

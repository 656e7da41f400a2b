"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { FirstPasswordField, PersonNameField, ProvenEmailField } from "@/app/(auth)/account-fields";
import { acceptAsNew, type NewcomerState } from "@/app/(auth)/invitation/[token]/actions";
import { Refusal } from "@/app/(auth)/refusal";
import { SubmitButton } from "@/components/ui/submit-button";

const FIRST: NewcomerState = { name: "", fields: {}, error: null };

/** Makes an account for the address that was invited. */
export function NewcomerForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(acceptAsNew.bind(null, token), FIRST);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (Object.keys(state.fields).length > 0)
      form.current?.querySelector<HTMLInputElement>(`[name=${state.fields.name ? "name" : "password"}]`)?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
      </div>
      <ProvenEmailField email={email} />
      <PersonNameField typed={state.name} error={state.fields.name} />
      <FirstPasswordField error={state.fields.password} />
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("invitation.join")}
      </SubmitButton>
    </form>
  );
}

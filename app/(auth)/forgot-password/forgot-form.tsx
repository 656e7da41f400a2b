"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { askForReset, type ForgotState } from "@/app/(auth)/password-actions";
import { Refusal } from "@/app/(auth)/refusal";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

const FIRST: ForgotState = { email: "", field: null, error: null, isTaken: false };

export function ForgotForm() {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(askForReset, FIRST);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.field) form.current?.querySelector("input")?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
        {state.isTaken ? (
          <Banner tone="working" title={t("forgot.taken.title")}>
            {t("forgot.taken.help")}
          </Banner>
        ) : null}
      </div>
      <Field label={t("email")} error={state.field ? t(`field.${state.field}`) : null}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={state.email}
            autoFocus
            required
            className="h-10"
          />
        )}
      </Field>
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("forgot.submit")}
      </SubmitButton>
    </form>
  );
}

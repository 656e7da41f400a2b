"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { type CodeState, signInWithCode } from "@/app/(auth)/sign-in/code/actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

const FIRST: CodeState = { field: null, error: null };

export function CodeForm({ from }: { from: string | null }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(signInWithCode, FIRST);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.field) form.current?.querySelector<HTMLInputElement>("[name=code]")?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
      </div>
      {from ? <input type="hidden" name="from" value={from} /> : null}
      <Field label={t("code.label")} help={t("code.help")} error={state.field ? t(`field.${state.field}`) : null}>
        {(control) => (
          <Input
            {...control}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            autoFocus
            required
            className="h-10 tabular-nums"
          />
        )}
      </Field>
      <SubmitButton size="lg" className="mt-1 w-full">
        {t("submit")}
      </SubmitButton>
    </form>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { Banner } from "@/components/ui/banner";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import type { LinkState } from "@/lib/identity/auth/link-actions";

const FIRST: LinkState = { email: "", field: null, error: null, isTaken: false };

interface LinkFormProps {
  ask: (before: LinkState, form: FormData) => Promise<LinkState>;
  submit: string;
  /** Confirmation, the same whether or not the address is known. */
  taken: { title: string; help: string };
}

export function LinkForm({ ask, submit, taken }: LinkFormProps) {
  const t = useTranslations("auth");
  const [state, send] = useActionState(ask, FIRST);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.field) form.current?.querySelector("input")?.focus();
  }, [state]);

  return (
    <form ref={form} action={send} className="grid gap-4" noValidate>
      <div role="status" className="empty:sr-only">
        {state.error ? <Refusal error={state.error} /> : null}
        {state.isTaken ? (
          <Banner tone="working" title={taken.title}>
            {taken.help}
          </Banner>
        ) : null}
      </div>
      <TextField
        label={t("email")}
        error={state.field ? t(`field.${state.field}`) : null}
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
      <SubmitButton size="lg" className="mt-1 w-full">
        {submit}
      </SubmitButton>
    </form>
  );
}

"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/button";
import { FormErrors } from "@/components/ui/form-errors";
import { SECOND_MS } from "@/lib/base/units";
import { anyKey } from "@/lib/i18n/any-key";
import { type FormError, type FormState, NEW_FORM } from "@/lib/identity/auth/form-state";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

interface AuthFormProps {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  /** A refusal that was known when the page was opened. */
  firstError?: string | null;
  /** The field to focus after a refusal that names none. */
  again?: string;
  /** Confirmation of a mail, the same whether or not the address is known. */
  mailed?: { title: string; help: string };
  submit: ReactNode;
  variant?: "primary" | "secondary";
  /** Other texts for a refusal. */
  explain?: (error: FormError) => FormError;
  /** Further ways to submit. */
  more?: (state: FormState) => ReactNode;
  children: (typed: FormState["typed"]) => ReactNode;
}

/** Form of an unauthenticated user: the refusal is shown above the fields, and the first invalid field is focused. */
export function AuthForm({
  action,
  firstError = null,
  again,
  mailed,
  submit,
  variant = "primary",
  explain = (error) => error,
  more,
  children,
}: AuthFormProps) {
  const t = anyKey(useTranslations("auth.field"));
  const first = firstError === null ? NEW_FORM : { ...NEW_FORM, error: { code: firstError, retryAfterSeconds: 0 } };
  const [state, send] = useActionState(action, first);
  const form = useRef<HTMLFormElement>(null);
  const errorOf = (name = ""): string | null => {
    const code = state.fields[name];
    return code ? t(code, { count: MIN_PASSWORD_LENGTH }) : null;
  };
  // Each submit gives a new state: the same field may be invalid twice in a row.
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    (wrong ?? ((state.error && again && form.current?.querySelector<HTMLElement>(`[name=${again}]`)) || null))?.focus();
  }, [state, again]);
  return (
    <FormErrors value={errorOf}>
      <form ref={form} action={send} className="grid gap-4" noValidate>
        <div role="status" className="empty:sr-only">
          {state.error ? <Refusal error={explain(state.error)} /> : null}
          {state.isMailed && mailed ? (
            <Banner tone="working" title={mailed.title}>
              {mailed.help}
            </Banner>
          ) : null}
        </div>
        {children(state.typed)}
        <SubmitButton variant={variant} size="lg" className="mt-1 w-full">
          {submit}
        </SubmitButton>
        {more?.(state)}
      </form>
    </FormErrors>
  );
}

export function Refusal({ error: { code, retryAfterSeconds } }: { error: FormError }) {
  const t = anyKey(useTranslations("auth.error"));
  const format = useFormatter();
  const time = format.dateTime(new Date(Date.now() + retryAfterSeconds * SECOND_MS), "hour");
  return (
    <Banner tone="action_needed" title={t(`${code}.title`)}>
      <span suppressHydrationWarning>{t(`${code}.help`, { minutes: Math.ceil(retryAfterSeconds / 60), time })}</span>
    </Banner>
  );
}

export function AuthHeading({ title, lead }: { title: ReactNode; lead: ReactNode }) {
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em] [overflow-wrap:anywhere]">{title}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2 [overflow-wrap:anywhere]">{lead}</p>
    </>
  );
}

/** The only button of a page that a mailed link opened: opening it changes nothing yet. */
export function StepButton({ action, ...rest }: { action: () => Promise<void>; variant?: "secondary"; children: ReactNode }) {
  return (
    <form action={action}>
      <SubmitButton size="lg" className="w-full" {...rest} />
    </form>
  );
}

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { SubmitButton } from "@/components/ui/button";
import { FormErrors } from "@/components/ui/form-errors";
import { anyKey } from "@/lib/i18n/any-key";
import type { FormError } from "@/lib/identity/auth/form-error";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

interface AuthFormProps {
  action: (form: FormData) => void;
  /** Last response of the action; a new one moves the focus. */
  answer: { error: FormError | null };
  /** The refusal to show; defaults to the response's. */
  error?: FormError | null;
  /** Codes of `auth.field`, keyed by the name of the invalid field. */
  fields: Readonly<Record<string, string | null | undefined>>;
  /** The field to focus after a refusal that names none. */
  again?: string;
  /** The message for a response that is not a refusal. */
  notice?: ReactNode;
  submit: ReactNode;
  /** Further ways to submit. */
  more?: ReactNode;
  children: ReactNode;
}

/** Form of an unauthenticated user: the refusal is shown above the fields, and the first invalid field is focused. */
export function AuthForm({ action, answer, error = answer.error, fields, again, notice, submit, more, children }: AuthFormProps) {
  const t = anyKey(useTranslations("auth.field"));
  const form = useRef<HTMLFormElement>(null);
  const errorOf = (name = ""): string | null => {
    const code = fields[name];
    return code ? t(code, { count: MIN_PASSWORD_LENGTH }) : null;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same field may be invalid twice in a row
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    (wrong ?? ((answer.error && again && form.current?.querySelector<HTMLElement>(`[name=${again}]`)) || null))?.focus();
  }, [answer]);

  return (
    <FormErrors value={errorOf}>
      <form ref={form} action={action} className="grid gap-4" noValidate>
        <div role="status" className="empty:sr-only">
          {error ? <Refusal error={error} /> : null}
          {notice}
        </div>
        {children}
        <SubmitButton size="lg" className="mt-1 w-full">
          {submit}
        </SubmitButton>
        {more}
      </form>
    </FormErrors>
  );
}

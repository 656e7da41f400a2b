import { type ReactNode, useEffect, useRef } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormError } from "@/lib/identity/auth/form-error";

interface AuthFormProps {
  action: (form: FormData) => void;
  /** Last response of the action; a new one moves the focus. */
  answer: { error: FormError | null };
  /** The refusal to show, unless it is that of the response. */
  error?: FormError | null;
  /** The first invalid field. */
  wrong: string | null | undefined;
  /** What the response says where it refuses nothing. */
  notice?: ReactNode;
  submit: ReactNode;
  /** Further ways to submit. */
  more?: ReactNode;
  children: ReactNode;
}

/** Form of an unauthenticated user: the refusal is shown above the fields, and the first invalid field is focused. */
export function AuthForm({ action, answer, error = answer.error, wrong, notice, submit, more, children }: AuthFormProps) {
  const form = useRef<HTMLFormElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same field may be wrong twice
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
  }, [answer]);

  return (
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
  );
}

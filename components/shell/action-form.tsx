"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type RefObject, useRef } from "react";
import { useAction } from "@/components/shell/use-action";
import { Button, type ButtonProps, ConfirmButton } from "@/components/ui/button";
import { FormErrors } from "@/components/ui/form-errors";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { anyKey } from "@/lib/i18n/any-key";
import type { ActionResult } from "@/lib/identity/auth/action-result";

interface ActionFormProps<Value> extends Omit<ComponentProps<"form">, "action" | "ref"> {
  /** A server component passes a server action, with its first arguments bound. */
  action: (data: FormData) => Promise<ActionResult<Value>>;
  /** Text of the notice on success, or a callback. */
  done?: string | ((value: Value) => void);
  /** Interpolation values of the error texts. */
  errorValues?: Record<string, number>;
  /** The form's own error texts, instead of those in `errors`. */
  problemOf?: (code: string) => string;
  ref?: RefObject<HTMLFormElement | null>;
}

/** A form for a server action: shows a refusal as a notice and at its field, keeps rejected input, focuses the first invalid field. */
export function ActionForm<Value>({
  action,
  done,
  errorValues = {},
  problemOf,
  ref,
  className = "grid gap-4",
  ...rest
}: ActionFormProps<Value>) {
  const errors = anyKey(useTranslations("errors"));
  const { run, fields, onReset } = useAction();
  const own = useRef<HTMLFormElement>(null);
  const form = ref ?? own;
  useFocusOnError(form, fields);
  const errorOf = (name = ""): string | null => {
    const code = fields[name];
    if (code === undefined) return null;
    return problemOf?.(code) ?? errors(errors.has(code) ? code : "field_invalid", errorValues);
  };
  const follow = typeof done === "string" ? () => toast.success(done) : done;
  return (
    <FormErrors value={errorOf}>
      <form ref={form} className={className} onReset={onReset} action={(data) => run(() => action(data), follow)} {...rest} />
    </FormErrors>
  );
}

interface ActionButtonProps<Value> extends Omit<ButtonProps, "action" | "onClick"> {
  /** A server component passes a server action with its arguments bound. */
  action: () => Promise<ActionResult<Value>>;
  /** Text of the notice on success, or a callback. */
  done?: string | ((value: Value) => void);
  confirm?: boolean;
}

/** A button that runs a server action and shows a refusal as a notice (use-action.ts). */
export function ActionButton<Value>({ action, done, confirm = false, pending = false, ...rest }: ActionButtonProps<Value>) {
  const own = useAction();
  const Control = confirm ? ConfirmButton : Button;
  const follow = typeof done === "string" ? () => toast.success(done) : done;
  return <Control {...rest} pending={pending || own.pending} onClick={() => own.run(() => action(), follow)} />;
}

import { TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { multiLine } from "@/lib/base/normalize-text";

interface FieldProps {
  label: ReactNode;
  /** Shows the label to screen readers only; the context makes the purpose visible. */
  labelHidden?: boolean;
  help?: ReactNode;
  /** A sentence that says how to correct the input, or null. */
  error?: ReactNode;
  /** Message for an empty required field; defaults to a request to fill it in. */
  missing?: ReactNode;
  /** Shown to the right of the label: "optional", a link. */
  aside?: ReactNode;
  className?: string;
  children: (control: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined }) => ReactNode;
}

/** Label, help and error of a control, including violations of its own constraints (`required`, `minLength` …). */
export function Field({ label, labelHidden = false, help, error: refusal, missing, aside, className, children }: FieldProps) {
  const id = useId();
  const { problem, box, onInvalid, onInput } = useValidityMessage(missing);
  const error = problem ?? refusal;
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = [error ? errorId : "", help ? helpId : ""].filter((part) => part !== "").join(" ");
  return (
    <div ref={box} onInvalid={onInvalid} onInput={onInput} className={cn("grid content-start gap-1.5", className)}>
      <div className={labelHidden ? "sr-only" : "flex items-baseline justify-between gap-3"}>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside ? <span className="text-sm text-ink-3">{aside}</span> : null}
      </div>
      {children({ id, "aria-describedby": describedBy === "" ? undefined : describedBy, "aria-invalid": error ? true : undefined })}
      {/* A live region, because descriptions are read only when the focus enters the control. */}
      {error ? (
        <p id={errorId} role="alert" className="flex gap-1.5 text-sm text-action-needed">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
      {help ? (
        <p id={helpId} className="text-sm text-ink-3">
          {help}
        </p>
      ) : null}
    </div>
  );
}

/** Codes that `setTextValidity` sets on a control. */
const MISSING = "missing";
const SHORT = "short";

const LACKING = ":is(input, select, textarea):invalid";

/**
 * Shows the browser's constraint errors (`required` etc.) in the page's language beside the field and focuses the first invalid control of the
 * form. Without JavaScript the browser shows its own message.
 */
function useValidityMessage(missing: ReactNode) {
  const t = useTranslations("errors");
  const format = useFormatter();
  const box = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<ReactNode>(null);

  function words({ validity, validationMessage, type, minLength, max }: HTMLInputElement): ReactNode {
    if (validity.badInput) return t("field_incomplete");
    if (type === "email") return t("email_invalid");
    if (validity.valueMissing || validationMessage === MISSING) return missing ?? t("field_missing");
    if (validity.tooShort || validationMessage === SHORT) return t("field_short", { count: minLength });
    if (validity.rangeOverflow) return t("field_late", { day: format.dateTime(new Date(max), "day", { timeZone: "UTC" }) });
    return t("field_invalid");
  }
  function onInvalid(event: FormEvent): void {
    event.preventDefault();
    const control = event.target as HTMLInputElement;
    setProblem(words(control));
    if (control.form?.querySelector(LACKING) === control) control.focus();
  }
  // The message disappears as soon as the control is valid, whether by typing or by script.
  const onInput = (): void => {
    if (problem !== null && !box.current?.querySelector(LACKING)) setProblem(null);
  };
  useEffect(onInput);
  return { problem, box, onInvalid, onInput };
}

type Written = Pick<HTMLInputElement, "value" | "required" | "minLength" | "setCustomValidity">;

/** Validates the trimmed text, as it will be stored: the browser accepts blanks. `useValidityMessage` provides the message. */
export function setTextValidity(control: Written): void {
  const { value, required, minLength } = control;
  const { length } = multiLine(value);
  const lacks = value === "" || !required ? "" : length === 0 ? MISSING : length < minLength ? SHORT : "";
  control.setCustomValidity(lacks);
}

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";

/** Codes that `setTextValidity` sets on a control. */
export const MISSING = "missing";
export const SHORT = "short";

const LACKING = ":is(input, select, textarea):invalid";

/**
 * Shows the browser's constraint errors (`required` etc.) in the page's language beside the field and focuses the first invalid control of the
 * form. Without JavaScript the browser shows its own message.
 */
export function useValidityMessage(missing: ReactNode) {
  const t = useTranslations("errors");
  const format = useFormatter();
  const box = useRef<HTMLDivElement>(null);
  const [lack, setLack] = useState<ReactNode>(null);

  function words({ validity, validationMessage, type, minLength, max }: HTMLInputElement): ReactNode {
    if (validity.badInput) return t("field_incomplete");
    if (type === "email") return t("email_invalid");
    if (validity.valueMissing || validationMessage === MISSING) return missing ?? t("field_missing");
    if (validity.tooShort || validationMessage === SHORT) return t("field_short", { count: minLength });
    if (validity.rangeOverflow) return t("field_late", { day: format.dateTime(new Date(max), { dateStyle: "medium", timeZone: "UTC" }) });
    return t("field_invalid");
  }
  function onInvalid(event: FormEvent): void {
    event.preventDefault();
    const control = event.target as HTMLInputElement;
    setLack(words(control));
    if (control.form?.querySelector(LACKING) === control) control.focus();
  }
  // The message disappears as soon as the control is valid, whether by typing or by script.
  const onInput = (): void => {
    if (lack !== null && !box.current?.querySelector(LACKING)) setLack(null);
  };
  useEffect(onInput);
  return { lack, box, onInvalid, onInput };
}

import { MISSING, SHORT } from "@/components/ui/use-validity-message";
import { multiLine } from "@/lib/base/normalize-text";

type Written = Pick<HTMLInputElement, "value" | "required" | "minLength" | "setCustomValidity">;

/** Validates the trimmed text, as it will be stored: the browser accepts blanks. `useValidityMessage` provides the message. */
export function setTextValidity(control: Written): void {
  const { value, required, minLength } = control;
  const { length } = multiLine(value);
  const lacks = value === "" || !required ? "" : length === 0 ? MISSING : length < minLength ? SHORT : "";
  control.setCustomValidity(lacks);
}

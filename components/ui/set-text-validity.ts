import { MISSING, SHORT } from "@/components/ui/use-validity-message";
import { multiLine } from "@/lib/base/normalize-text";

type Written = Pick<HTMLInputElement, "value" | "required" | "minLength" | "setCustomValidity">;

/** What a control lacks once the blanks around its text are gone, as it is kept: the browser takes blanks for a text. `useValidityMessage` finds the words. */
export function setTextValidity(control: Written): void {
  const { value, required, minLength } = control;
  const { length } = multiLine(value);
  const lacks = value === "" || !required ? "" : length === 0 ? MISSING : length < minLength ? SHORT : "";
  control.setCustomValidity(lacks);
}

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/class-names";
import { useValidityMessage } from "@/components/ui/use-validity-message";

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
  const { lack, box, onInvalid, onInput } = useValidityMessage(missing);
  const error = lack ?? refusal;
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

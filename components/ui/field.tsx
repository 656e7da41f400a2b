"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/class-names";
import { useValidityMessage } from "@/components/ui/use-validity-message";

/** What a control takes over from its field so that label, help and error belong to it for everyone. */
interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: ReactNode;
  /** Only screen readers get the label: what is to be filled in is seen by what stands around it. */
  labelHidden?: boolean;
  help?: ReactNode;
  /** A sentence that says how to mend it, or null. */
  error?: ReactNode;
  /** What is said where a field that is required was left empty; without it, that it is to be filled in. */
  missing?: ReactNode;
  /** Right of the label: "optional", a link. */
  aside?: ReactNode;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** Label, help and what has to be mended around a control; what the control itself asks for (`required`, `minLength` …) is said here too. */
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
      {/* Told where the focus already is in the control: what describes it is read out only on the way there. */}
      {error ? (
        <p id={errorId} role="alert" className="flex gap-1.5 text-sm text-needs-you">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
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

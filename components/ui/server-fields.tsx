"use client";

import type { ComponentProps, FormEvent, ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input, TextArea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { setTextValidity } from "@/components/ui/set-text-validity";

interface ServerFieldProps {
  label: ReactNode;
  labelHidden?: boolean;
  help?: ReactNode;
}

type Control = HTMLInputElement | HTMLTextAreaElement;
/** Validated on mount, with a value that the browser restored, and on every input. */
const judged = {
  ref: (control: Control | null) => {
    if (control) setTextValidity(control as HTMLInputElement);
  },
  onInput: ({ currentTarget }: FormEvent<Control>) => setTextValidity(currentTarget as HTMLInputElement),
};

// `Field` with its control for forms rendered on the server, which cannot pass functions.

export function InputField({ label, labelHidden = false, help, ...input }: ServerFieldProps & ComponentProps<"input">) {
  return (
    <Field label={label} labelHidden={labelHidden} help={help}>
      {(control) => <Input {...control} {...judged} {...input} />}
    </Field>
  );
}

export function TextAreaField({ label, labelHidden = false, help, ...area }: ServerFieldProps & ComponentProps<"textarea">) {
  return (
    <Field label={label} labelHidden={labelHidden} help={help}>
      {(control) => <TextArea {...control} {...judged} {...area} />}
    </Field>
  );
}

export function SelectField({ label, labelHidden = false, help, ...select }: ServerFieldProps & ComponentProps<"select">) {
  return (
    <Field label={label} labelHidden={labelHidden} help={help}>
      {(control) => <Select {...control} {...select} />}
    </Field>
  );
}

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
/** Judged when it is put up, with what the browser kept in it, and with every letter. */
const judged = {
  ref: (control: Control | null) => {
    if (control) setTextValidity(control as HTMLInputElement);
  },
  onInput: ({ currentTarget }: FormEvent<Control>) => setTextValidity(currentTarget as HTMLInputElement),
};

// A `Field` with its control, for forms that the server draws: from there no function can be handed over.

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

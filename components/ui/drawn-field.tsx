"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input, TextArea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";

interface DrawnFieldProps {
  label: ReactNode;
  labelHidden?: boolean;
  help?: ReactNode;
}

// A `Field` with its control, for forms that the server draws: from there no function can be handed over.

export function InputField({ label, labelHidden = false, help, ...input }: DrawnFieldProps & ComponentProps<"input">) {
  return (
    <Field label={label} labelHidden={labelHidden} help={help}>
      {(control) => <Input {...control} {...input} />}
    </Field>
  );
}

export function TextAreaField({ label, labelHidden = false, help, ...area }: DrawnFieldProps & ComponentProps<"textarea">) {
  return (
    <Field label={label} labelHidden={labelHidden} help={help}>
      {(control) => <TextArea {...control} {...area} />}
    </Field>
  );
}

export function SelectField({ label, labelHidden = false, help, ...select }: DrawnFieldProps & ComponentProps<"select">) {
  return (
    <Field label={label} labelHidden={labelHidden} help={help}>
      {(control) => <Select {...control} {...select} />}
    </Field>
  );
}

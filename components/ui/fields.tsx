"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, type FormEvent, useContext, useState } from "react";
import { Field, setTextValidity } from "@/components/ui/field";
import { FormErrors } from "@/components/ui/form-errors";
import { Input, TextArea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useHydrated } from "@/components/ui/use-hydrated";

// A `Field` with its control and its error from the enclosing form. Works in server-rendered pages, which cannot pass functions.

type FieldProps = Omit<ComponentProps<typeof Field>, "children" | "className">;

/** `className` styles the control, `fieldClassName` the whole field. */
type WithField<Control extends "input" | "select" | "textarea"> = FieldProps & ComponentProps<Control> & { fieldClassName?: string };

type TextControl = HTMLInputElement | HTMLTextAreaElement;
/** Validates the trimmed text on mount, with a value that the browser restored, and on every input. */
const trimmed = {
  ref: (control: TextControl | null) => {
    if (control) setTextValidity(control as HTMLInputElement);
  },
  onInput: ({ currentTarget }: FormEvent<TextControl>) => setTextValidity(currentTarget as HTMLInputElement),
};

/** `refuseBlank`: the browser reports a text of blanks as missing. */
type TextProps<Control extends "input" | "textarea"> = WithField<Control> & { refuseBlank?: boolean };

function useParts<Props extends FieldProps & { name?: string | undefined; fieldClassName?: string }>(props: Props) {
  const errorOf = useContext(FormErrors);
  const { label, labelHidden = false, help, error = errorOf(props.name), missing, aside, fieldClassName = "", ...control } = props;
  return { field: { label, labelHidden, help, error, missing, aside, className: fieldClassName }, control };
}

export function TextField({ refuseBlank = false, ...props }: TextProps<"input">) {
  const { field, control } = useParts(props);
  return <Field {...field}>{(ids) => <Input {...ids} {...(refuseBlank ? trimmed : {})} {...control} />}</Field>;
}

export function TextAreaField({ refuseBlank = false, ...props }: TextProps<"textarea">) {
  const { field, control } = useParts(props);
  return <Field {...field}>{(ids) => <TextArea {...ids} {...(refuseBlank ? trimmed : {})} {...control} />}</Field>;
}

export function PasswordField(props: WithField<"input">) {
  const { field, control } = useParts(props);
  return <Field {...field}>{(ids) => <PasswordInput {...ids} {...control} />}</Field>;
}

export function SelectField(props: WithField<"select">) {
  const { field, control } = useParts(props);
  return <Field {...field}>{(ids) => <Select {...ids} {...control} />}</Field>;
}

function PasswordInput(props: ComponentProps<typeof Input>) {
  const t = useTranslations("app");
  const hydrated = useHydrated();
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={shown ? "text" : "password"} style={{ paddingRight: "2.5rem" }} />
      <button
        type="button"
        disabled={!hydrated}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-1 right-1 grid w-8 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
      >
        {shown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
        <span className="sr-only">{t("show_password")}</span>
      </button>
    </span>
  );
}

import { TextField } from "@/components/ui/fields";

/** Why staff act or open data; recorded with the action. */
export function ReasonField({ label, help, defaultValue }: { label: string; help: string; defaultValue?: string }) {
  return (
    <TextField
      refuseBlank
      label={label}
      help={help}
      name="reason"
      required
      minLength={3}
      maxLength={300}
      autoComplete="off"
      defaultValue={defaultValue}
    />
  );
}

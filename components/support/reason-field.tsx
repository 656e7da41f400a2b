import { TextField } from "@/components/ui/fields";

/** Why staff act or look: recorded with the act. */
export function ReasonField({ label, help }: { label: string; help: string }) {
  return <TextField refuseBlank label={label} help={help} name="reason" required minLength={3} maxLength={300} autoComplete="off" />;
}

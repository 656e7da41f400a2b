import type { ComponentProps, ReactNode } from "react";

export function Checkbox({ label, ...rest }: Omit<ComponentProps<"input">, "type"> & { label: ReactNode }) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" className="tick -mt-0.5" {...rest} />
      <span>{label}</span>
    </label>
  );
}

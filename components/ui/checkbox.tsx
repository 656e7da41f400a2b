import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

export function Checkbox({ label, className, ...rest }: Omit<ComponentProps<"input">, "type"> & { label: ReactNode }) {
  return (
    <label className={cn("flex items-start gap-2", className)}>
      <input type="checkbox" className="tick -mt-0.5" {...rest} />
      <span>{label}</span>
    </label>
  );
}

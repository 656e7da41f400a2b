import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

export const inputStyle =
  "w-full min-w-0 rounded-md border border-line-control bg-surface px-2.5 text-base text-ink placeholder:text-ink-3 disabled:opacity-60 aria-invalid:border-action-needed";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(inputStyle, "preset:h-8", className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(inputStyle, "preset:min-h-20 py-1.5", className)} {...rest} />;
}

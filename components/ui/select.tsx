import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { inputStyle } from "@/components/ui/input";

/** The native select: works without scripts, on every keyboard and phone. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("preset:inline-block relative", className)}>
      <select className={cn(inputStyle, "h-8 appearance-none text-ellipsis pr-8 max-sm:pr-7 **:bg-surface")} {...rest}>
        {children}
      </select>
      <ChevronDown className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3" />
    </span>
  );
}

import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={cn(
        "preset:text-accent preset:underline rounded-sm decoration-line-strong underline-offset-2 hover:decoration-current",
        className,
      )}
      {...rest}
    />
  );
}

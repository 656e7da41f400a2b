import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={cn("rounded-sm text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current", className)}
      {...rest}
    />
  );
}

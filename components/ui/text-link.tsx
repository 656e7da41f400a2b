import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { PageLink } from "@/components/ui/page-link";

export function TextLink({ className, ...rest }: ComponentProps<typeof PageLink>) {
  return (
    <PageLink
      className={cn(
        "preset:text-accent preset:underline rounded-sm decoration-line-strong underline-offset-2 hover:decoration-current",
        className,
      )}
      {...rest}
    />
  );
}

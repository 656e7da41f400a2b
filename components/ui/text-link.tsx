import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";

export const textLinkStyle =
  "preset:text-accent preset:underline rounded-sm decoration-line-strong underline-offset-2 hover:decoration-current";

export function TextLink({ className, children, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link prefetch={false} className={cn(textLinkStyle, className)} {...rest}>
      {children}
      <LinkPendingBar />
    </Link>
  );
}

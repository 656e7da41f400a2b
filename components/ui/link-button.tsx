import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonStyle, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({ variant, size, className, children, ...rest }: ComponentProps<typeof Link> & ButtonStyle) {
  return (
    <Link prefetch={false} className={cn(buttonStyle({ variant, size }), className)} {...rest}>
      {children}
      <LinkPendingBar />
    </Link>
  );
}

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonStyle, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";
import type { TypedLinkProps } from "@/components/ui/text-link";

/** A link styled as a button. For navigation, never for an action. */
export function LinkButton<T extends string>({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: TypedLinkProps<T> & ButtonStyle & { icon?: ReactNode }) {
  return (
    <Link prefetch={false} className={cn(buttonStyle({ variant, size }), className)} {...rest}>
      {icon}
      {children}
      <LinkPendingBar />
    </Link>
  );
}

/**
 * A link to a file that the server sends as an attachment. No `download` attribute: after the session ended it would save the sign-in page
 * as a file.
 */
export function FileLink<T extends string>({ href, icon, children }: { href: Route<T>; icon?: ReactNode; children: ReactNode }) {
  return (
    <a href={href} className={buttonStyle()}>
      {icon}
      {children}
    </a>
  );
}

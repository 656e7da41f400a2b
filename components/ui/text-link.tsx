import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";

export const textLinkStyle =
  "preset:text-accent preset:underline rounded-sm decoration-line-strong underline-offset-2 hover:decoration-current";

/** Generic over the URL, like Next's link: otherwise routes with parameters are not checked. */
export type TypedLinkProps<T extends string> = Omit<ComponentProps<typeof Link>, "href"> & { href: Route<T> };

export function TextLink<T extends string>({ className, children, ...rest }: TypedLinkProps<T>) {
  return (
    <Link prefetch={false} className={cn(textLinkStyle, className)} {...rest}>
      {children}
      <LinkPendingBar />
    </Link>
  );
}

"use client";

import { usePathname } from "next/navigation";
import type { ComponentProps } from "react";
import { isCurrent, type NavItem } from "@/components/shell/nav-items";
import { PageLink } from "@/components/ui/page-link";

interface NavLinkProps extends Omit<ComponentProps<typeof PageLink>, "href"> {
  place: Pick<NavItem, "href" | "exact">;
  /** Places below this one that have links of their own. */
  below: readonly Pick<NavItem, "href" | "exact">[];
}

/** A link to a place that knows whether one is there; its look hangs on `aria-current`. */
export function NavLink({ place, below, children, ...rest }: NavLinkProps) {
  const pathname = usePathname();
  const isHere = isCurrent(place, pathname) && !below.some((other) => isCurrent(other, pathname));
  return (
    <PageLink href={place.href} aria-current={isHere ? "page" : undefined} {...rest}>
      {children}
    </PageLink>
  );
}

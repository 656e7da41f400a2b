"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ComponentProps } from "react";
import { isCurrent, type NavPlace } from "@/components/shell/nav-items";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";

interface NavLinkProps extends Omit<ComponentProps<typeof Link>, "href"> {
  place: NavPlace;
  /** Subpages with links of their own. */
  below?: readonly NavPlace[];
}

/** A navigation link, styled by `aria-current`. */
export function NavLink({ place, below = [], children, ...rest }: NavLinkProps) {
  const pathname = usePathname();
  const isHere = isCurrent(place, pathname) && !below.some((other) => isCurrent(other, pathname));
  return (
    <Link
      href={place.href}
      prefetch={false}
      onNavigate={stayWhileOffline}
      aria-current={isHere ? "page" : undefined}
      onClick={({ currentTarget }) => currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()}
      {...rest}
    >
      {children}
      <LinkPendingBar />
    </Link>
  );
}

/** One of a row of links that choose the content below. */
export function TabLink(props: Omit<NavLinkProps, "className">) {
  return (
    <NavLink
      className="flex min-h-10 items-center gap-1.5 border-transparent border-b-2 px-2.5 font-medium text-ink-2 hover:border-line-strong hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-ink"
      {...props}
    />
  );
}

/** `onNavigate` of a link: while offline the page and its input stay. `TroubleBanner` explains why. */
function stayWhileOffline(event: { preventDefault(): void }): void {
  if (!navigator.onLine) event.preventDefault();
}

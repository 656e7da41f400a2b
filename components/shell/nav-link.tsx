"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ComponentProps, ReactNode } from "react";
import { isCurrent, type NavPlace } from "@/components/shell/nav-items";
import { cn } from "@/components/ui/class-names";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";
import { useCentredInRow } from "@/components/ui/use-centred-in-row";

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

/** A link in a column of pages. */
export function SideLink(props: Pick<NavLinkProps, "place" | "children">) {
  return (
    <NavLink
      {...props}
      className="flex min-h-8 items-center rounded-md px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:text-ink"
    />
  );
}

/** A row of `TabLink`s above the content that they choose. */
export function TabNav({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={cn("min-w-0", className)}>
      <ul className="wide tab-row gap-x-1 [--ground:var(--color-canvas)]">{children}</ul>
    </nav>
  );
}

export function TabLink({ place, children }: Pick<NavLinkProps, "place" | "children">) {
  const ref = useCentredInRow<HTMLAnchorElement>(isCurrent(place, usePathname()));
  return (
    <li>
      <NavLink ref={ref} place={place} className="tab-link">
        {children}
      </NavLink>
    </li>
  );
}

/** `onNavigate` of a link: while offline the page and its input stay. `TroubleBanner` explains why. */
function stayWhileOffline(event: { preventDefault(): void }): void {
  if (!navigator.onLine) event.preventDefault();
}

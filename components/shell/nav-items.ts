import type { Route } from "next";
import { route } from "@/lib/base/route";

/** The area of the product: pages of one merchant, or of support. */
export type Place =
  /** `unread`: questions with an unread answer. */
  | { kind: "merchant"; merchantId: string; isStaff: boolean; readOnly: boolean; unread: number }
  /** `unread`: questions that wait for support. */
  | { kind: "support"; unread: number };

/** Navigation items. `exact` ones are current only on their own page, the others on subpages too. */
export interface NavItem {
  key:
    | "overview"
    | "integrations"
    | "orders"
    | "settings"
    | "merchants"
    | "audit"
    | "queue"
    | "incidents"
    | "support"
    | "threads"
    | "fleet"
    | "addresses"
    | "help";
  href: Route;
  exact: boolean;
}

function merchantNav(merchantId: string, isStaff: boolean): NavItem[] {
  const base = `/m/${merchantId}` as const;
  return [
    ...(isStaff ? [{ key: "merchants", href: "/support", exact: true } as const] : []),
    { key: "overview", href: route(base), exact: true },
    { key: "integrations", href: route(`${base}/integrations`), exact: false },
    { key: "orders", href: route(`${base}/orders`), exact: false },
    { key: "incidents", href: route(`${base}/incidents`), exact: false },
    { key: "support", href: route(`${base}/support`), exact: false },
    { key: "addresses", href: route(`${base}/addresses`), exact: false },
    { key: "settings", href: route(`${base}/settings`), exact: false },
    { key: "help", href: route(`${base}/help`), exact: false },
  ];
}

const supportNav = (): NavItem[] => [
  { key: "merchants", href: "/support", exact: false },
  { key: "queue", href: "/support/queue", exact: false },
  { key: "threads", href: "/support/threads", exact: false },
  { key: "fleet", href: "/support/fleet", exact: false },
  { key: "addresses", href: "/support/addresses", exact: false },
  { key: "audit", href: "/support/audit", exact: false },
  { key: "settings", href: "/support/settings", exact: false },
];

export const navItems = (place: Place): NavItem[] =>
  place.kind === "merchant" ? merchantNav(place.merchantId, place.isStaff) : supportNav();

export const isCurrent = (item: Pick<NavItem, "href" | "exact">, pathname: string): boolean =>
  pathname === item.href || (!item.exact && pathname.startsWith(`${item.href}/`));

/** The item with the longest matching path. */
export const currentItem = (items: readonly NavItem[], pathname: string): NavItem | null =>
  items.filter((item) => isCurrent(item, pathname)).sort((a, b) => b.href.length - a.href.length)[0] ?? null;

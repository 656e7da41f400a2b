import {
  Blocks,
  Gauge,
  History,
  LifeBuoy,
  type LucideIcon,
  MessagesSquare,
  Network,
  Package,
  ScrollText,
  Settings,
  Siren,
  Store,
  Waves,
} from "lucide-react";

/** The places of the rail. `exact` ones are current only on their own page, the others on everything below too. */
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
    | "addresses";
  href: string;
  icon: LucideIcon;
  exact: boolean;
}

export function merchantNav(merchantId: string, isStaff: boolean): NavItem[] {
  const base = `/m/${merchantId}`;
  return [
    ...(isStaff ? [{ key: "merchants", href: "/support", icon: Store, exact: true } as const] : []),
    { key: "overview", href: base, icon: Gauge, exact: true },
    { key: "integrations", href: `${base}/integrations`, icon: Blocks, exact: false },
    { key: "orders", href: `${base}/orders`, icon: Package, exact: false },
    { key: "incidents", href: `${base}/incidents`, icon: History, exact: false },
    { key: "support", href: `${base}/support`, icon: LifeBuoy, exact: false },
    { key: "settings", href: `${base}/settings`, icon: Settings, exact: false },
  ];
}

export const supportNav = (): NavItem[] => [
  { key: "merchants", href: "/support", icon: Store, exact: false },
  { key: "queue", href: "/support/queue", icon: Siren, exact: false },
  { key: "threads", href: "/support/threads", icon: MessagesSquare, exact: false },
  { key: "fleet", href: "/support/fleet", icon: Waves, exact: false },
  { key: "addresses", href: "/support/addresses", icon: Network, exact: false },
  { key: "audit", href: "/support/audit", icon: ScrollText, exact: false },
  { key: "settings", href: "/support/settings", icon: Settings, exact: false },
];

export const isCurrent = (item: Pick<NavItem, "href" | "exact">, pathname: string): boolean =>
  pathname === item.href || (!item.exact && pathname.startsWith(`${item.href}/`));

/** The one place that the path belongs to: of several that fit, the longest. */
export const currentItem = (items: readonly NavItem[], pathname: string): NavItem | null =>
  items.filter((item) => isCurrent(item, pathname)).sort((a, b) => b.href.length - a.href.length)[0] ?? null;

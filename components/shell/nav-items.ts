import type { Route } from "next";
import type { NAV_ICONS } from "@/components/shell/nav-icons";
import { route } from "@/lib/base/route";

/** The area of the product: pages of one merchant, or of support. */
export type Place =
  /** `unread`: number of questions with an unread answer. */
  | { kind: "merchant"; merchantId: string; isStaff: boolean; readOnly: boolean; unread: number }
  /** `unread`: number of questions that wait for support. */
  | { kind: "support"; unread: number };

/** `exact` items are current only on their own page, the others on subpages too. */
export interface NavItem {
  key: keyof typeof NAV_ICONS;
  href: Route;
  exact: boolean;
  /** Pages of the same section under other paths. */
  also?: readonly Route[];
}

export type NavPlace = Pick<NavItem, "href" | "exact" | "also">;

function merchantNav(merchantId: string, isStaff: boolean): NavItem[] {
  const base = `/m/${merchantId}` as const;
  return [
    ...(isStaff ? [{ key: "merchants", href: "/support", exact: true } as const] : []),
    { key: "overview", href: route(base), exact: true },
    { key: "shops", href: route(`${base}/integrations`), exact: false },
    { key: "orders", href: route(`${base}/orders`), exact: false },
    { key: "incidents", href: route(`${base}/incidents`), exact: false },
    {
      key: "help_support",
      href: route(`${base}/help`),
      exact: false,
      also: helpPages(merchantId).map(({ href }) => href),
    },
    { key: "settings", href: route(`${base}/settings`), exact: false },
  ];
}

const supportNav = (): NavItem[] => [
  { key: "queue", href: "/support/queue", exact: false },
  { key: "merchants", href: "/support", exact: false },
  { key: "threads", href: "/support/threads", exact: false },
  { key: "fleet", href: "/support/fleet", exact: false },
  { key: "addresses", href: "/support/addresses", exact: false },
  { key: "audit", href: "/support/audit", exact: false },
  { key: "settings", href: "/support/settings", exact: false },
];

export const navItems = (place: Place): NavItem[] =>
  place.kind === "merchant" ? merchantNav(place.merchantId, place.isStaff) : supportNav();

/** A page within a section of the navigation; its name is in `app.section`. */
export interface SectionPage<Key extends string = string> {
  key: Key;
  href: Route;
}

type HelpPage = "help" | "support" | "allow_list";

export function helpPages(merchantId: string): SectionPage<HelpPage>[] {
  const base = `/m/${merchantId}` as const;
  return [
    { key: "help", href: route(`${base}/help`) },
    { key: "support", href: route(`${base}/support`) },
    { key: "allow_list", href: route(`${base}/addresses`) },
  ];
}

type OwnPage = "profile" | "security" | "sessions";
type CompanyPage = "members" | "tokens" | "notifications" | "privacy" | "audit";
export type SettingsPage = OwnPage | CompanyPage;

export function settingsPages(merchantId: string): { you: SectionPage<OwnPage>[]; company: SectionPage<CompanyPage>[] } {
  const base = `/m/${merchantId}/settings` as const;
  return {
    you: [
      { key: "profile", href: route(base) },
      { key: "security", href: route(`${base}/security`) },
      { key: "sessions", href: route(`${base}/sessions`) },
    ],
    company: [
      { key: "members", href: route(`${base}/members`) },
      { key: "tokens", href: route(`${base}/api`) },
      { key: "notifications", href: route(`${base}/notifications`) },
      { key: "privacy", href: route(`${base}/privacy`) },
      { key: "audit", href: route(`${base}/audit`) },
    ],
  };
}

export const isCurrent = ({ href, exact, also = [] }: NavPlace, pathname: string): boolean =>
  [href, ...also].some((path) => pathname === path || (!exact && pathname.startsWith(`${path}/`)));

export const currentItem = (items: readonly NavItem[], pathname: string): NavItem | null =>
  items.filter((item) => isCurrent(item, pathname)).sort((a, b) => b.href.length - a.href.length)[0] ?? null;

"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { currentItem, merchantNav, type NavItem, supportNav } from "@/components/shell/nav-items";
import { cn } from "@/components/ui/class-names";

/** Where the frame stands: around one merchant's pages, or around those of support. */
export type Place =
  /** `unread`: questions with an answer that nobody has seen. */
  | { kind: "merchant"; merchantId: string; isStaff: boolean; unread: number }
  /** `unread`: questions that wait for support. */
  | { kind: "support"; unread: number };

export function useNavItems(place: Place) {
  const pathname = usePathname();
  const items = place.kind === "merchant" ? merchantNav(place.merchantId, place.isStaff) : supportNav();
  return { items, current: currentItem(items, pathname) };
}

/** How many questions wait to be read, at the place where they are. */
function Unread({ place, item, compact }: { place: Place; item: NavItem; compact: boolean }) {
  const t = useTranslations("app.nav");
  if (place.unread === 0 || (item.key !== "support" && item.key !== "threads")) return null;
  return (
    <span
      className={cn(
        "min-w-4 rounded-full bg-accent-solid px-1 text-center font-medium text-[0.6875rem] text-on-accent leading-4 tabular-nums",
        compact ? "absolute -top-1 left-1/2 ml-1" : "ml-auto max-lg:absolute max-lg:-top-0.5 max-lg:right-0",
      )}
    >
      <span aria-hidden="true">{place.unread}</span>
      <span className="sr-only">{t(item.key === "support" ? "unread" : "waiting", { count: place.unread })}</span>
    </span>
  );
}

/** The rail's links: icon and word from 1024 px on, icons with a hint below that. */
export function RailNav({ place }: { place: Place }) {
  const t = useTranslations("app.nav");
  const { items, current } = useNavItems(place);
  return (
    <nav aria-label={t("label")}>
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <li key={item.key}>
            <Link
              href={item.href}
              title={t(item.key)}
              aria-current={item === current ? "page" : undefined}
              className={cn(
                "relative flex h-8 items-center gap-2.5 rounded-md px-2 font-medium hover:bg-hover hover:text-ink max-lg:justify-center",
                item === current ? "bg-hover text-ink" : "text-ink-2",
              )}
            >
              <item.icon className={cn("size-4 shrink-0", item === current ? "text-accent" : "text-ink-3")} aria-hidden="true" />
              <span className="max-lg:sr-only">{t(item.key)}</span>
              <Unread place={place} item={item} compact={false} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The bar holds what one goes to from a phone; the past is told on each shop's page. */
const isInBar = ({ key }: NavItem): boolean => key !== "incidents";

/** The same places as a bar within the thumb's reach. */
export function BottomNav({ place }: { place: Place }) {
  const t = useTranslations("app.nav");
  const { items, current } = useNavItems(place);
  return (
    <nav
      aria-label={t("label")}
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <ul className="flex">
        {items.filter(isInBar).map((item) => (
          <li key={item.key} className="min-w-0 flex-auto">
            <Link
              href={item.href}
              aria-current={item === current ? "page" : undefined}
              className={cn(
                "flex h-14 flex-col items-center justify-center gap-1 text-[0.6875rem] focus-visible:outline-offset-[-3px]",
                item === current ? "font-medium text-accent" : "text-ink-3",
              )}
            >
              <span className="relative">
                <item.icon className="size-5" aria-hidden="true" />
                <Unread place={place} item={item} compact />
              </span>
              <span className="max-w-full truncate px-0.5">{t(item.key)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

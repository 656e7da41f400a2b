import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { NAV_ICONS } from "@/components/shell/nav-icons";
import { type NavItem, navItems, type Place } from "@/components/shell/nav-items";
import { NavLink } from "@/components/shell/nav-link";
import { cn } from "@/components/ui/class-names";

function linkOf({ href, exact, also = [] }: NavItem, items: readonly NavItem[]) {
  const below = items.filter((item) => item.href.startsWith(`${href}/`)).map((item) => ({ href: item.href, exact: item.exact }));
  return { place: { href, exact, also }, below };
}

function Icon({ item, className }: { item: NavItem; className: string }) {
  const Shape = NAV_ICONS[item.key];
  return <Shape className={cn("shrink-0", className)} />;
}

function Unread({ place, item, compact }: { place: Place; item: NavItem; compact: boolean }) {
  const t = useTranslations("app.nav");
  if (place.unread === 0 || (item.key !== "help_support" && item.key !== "threads")) return null;
  return (
    <span
      className={cn(
        "min-w-4 rounded-full bg-accent-solid px-1 text-center font-medium text-[0.6875rem] text-on-accent leading-4 tabular-nums",
        compact ? "absolute -top-1 left-1/2 ml-1" : "ml-auto max-lg:absolute max-lg:-top-0.5 max-lg:right-0",
      )}
    >
      <span aria-hidden="true">{place.unread}</span>
      <span className="sr-only">{t(item.key === "help_support" ? "unread" : "waiting", { count: place.unread })}</span>
    </span>
  );
}

/** Links of the rail: icon and label from 1024 px, below that an icon with a tooltip. */
export function RailNav({ place }: { place: Place }) {
  const t = useTranslations("app.nav");
  const items = navItems(place);
  return (
    <nav aria-label={t("label")}>
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <li key={item.key}>
            <NavLink {...linkOf(item, items)} title={t(item.key)} className="group rail-link">
              <Icon item={item} className="size-4 text-ink-3 group-aria-[current]:text-accent" />
              <span className="max-lg:sr-only">{t(item.key)}</span>
              <Unread place={place} item={item} compact={false} />
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The bar holds at most the five most used items; its last entry opens the others. */
const IN_BAR: readonly NavItem["key"][] = ["queue", "merchants", "overview", "shops", "orders", "threads", "fleet"];
const isInBar = ({ key }: NavItem, place: Place): boolean =>
  IN_BAR.includes(key) || (key === "help_support" && place.kind === "merchant" && !place.isStaff);

export function BottomNav({ place }: { place: Place }) {
  const t = useTranslations("app.nav");
  const items = navItems(place);
  return (
    <nav
      aria-label={t("label")}
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {/* All entries have equal width, so that streamed ones do not move those before them. */}
      <ul className="flex not-has-[>[data-last]]:invisible">
        {items
          .filter((item) => isInBar(item, place))
          .map((item) => (
            <li key={item.key} className="flex-auto">
              <NavLink {...linkOf(item, items)} className="bar-link">
                <span className="relative">
                  <Icon item={item} className="size-5" />
                  <Unread place={place} item={item} compact />
                </span>
                <span className="max-w-full hyphens-auto">{t(item.key)}</span>
              </NavLink>
            </li>
          ))}
        <MorePlaces place={place} items={items} />
      </ul>
    </nav>
  );
}

const MORE_ID = "more-places";

/** The remaining items, above the bar; opens and closes without scripts. */
function MorePlaces({ place, items }: { place: Place; items: readonly NavItem[] }) {
  const t = useTranslations("app.nav");
  return (
    <li data-last="" className="group/more flex-auto">
      <button
        type="button"
        popoverTarget={MORE_ID}
        className="bar-link group-has-aria-[current]/more:font-medium group-has-aria-[current]/more:text-accent"
      >
        <Ellipsis className="size-5" />
        <span className="max-w-full">{t("more")}</span>
      </button>
      <ul
        id={MORE_ID}
        popover="auto"
        aria-label={t("more")}
        className="inset-auto right-2 bottom-[calc(4rem+env(safe-area-inset-bottom))] m-0 max-h-[calc(100dvh-5rem)] w-60 max-w-[calc(100%-1rem)] overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-overlay"
      >
        {items
          .filter((item) => !isInBar(item, place))
          .map((item) => (
            <li key={item.key}>
              <NavLink
                {...linkOf(item, items)}
                className="flex min-h-11 items-center gap-3 rounded-md px-3 hover:bg-hover aria-[current]:font-medium aria-[current]:text-accent"
              >
                <Icon item={item} className="size-5 text-ink-3" />
                {t(item.key)}
              </NavLink>
            </li>
          ))}
      </ul>
    </li>
  );
}

"use client";

import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Place } from "@/components/shell/nav-items";
import { useNavItems } from "@/components/shell/use-nav-items";

export const CRUMB_SLOT = "crumb-slot";

/** Merchant › section › the page's own name, added with `PageCrumb`. */
export function Breadcrumb({ place, root }: { place: Place; root: { name: string; href: Route } | null }) {
  const t = useTranslations("app");
  const { current } = useNavItems(place);
  return (
    <nav aria-label={t("crumbs")} className="min-w-0 flex-1 max-sm:invisible">
      <ol className="flex min-w-0 items-center gap-x-1.5 text-ink-3">
        {root ? (
          <li className="flex min-w-0 items-center gap-1.5 max-sm:hidden">
            <Link prefetch={false} href={root.href} className="max-w-full truncate rounded-sm hover:text-ink lg:max-w-56">
              <bdi>{root.name}</bdi>
            </Link>
            {current ? <ChevronRight className="size-3.5 shrink-0" /> : null}
          </li>
        ) : null}
        {current ? (
          <li className="min-w-0 truncate text-ink-2 sm:shrink-0">
            <Link prefetch={false} href={current.href} className="rounded-sm hover:text-ink">
              {t(`nav.${current.key}`)}
            </Link>
          </li>
        ) : null}
        <li id={CRUMB_SLOT} className="flex min-w-0 items-center gap-1.5 text-ink empty:hidden max-sm:hidden" />
      </ol>
    </nav>
  );
}

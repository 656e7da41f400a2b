import { ArrowLeft, ArrowRight } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { type ListCursor, printListCursor } from "@/lib/base/list-cursor";
import type { Query } from "@/lib/base/route";

interface PagerProps {
  /** Position of the first entry shown, from 1. */
  from: number;
  to: number;
  /** Number of entries; with `orMore`, counting stopped there. */
  total: number;
  orMore?: boolean;
  /** URLs of the previous and next page; null at the ends. */
  previous: Route | null;
  next: Route | null;
  children?: ReactNode;
}

/** "51–100 of 400" with links to the previous and next page. */
export function Pager({ from, to, total, orMore = false, previous, next, children }: PagerProps) {
  const t = useTranslations("app.pages");
  return (
    <nav aria-label={t("label")} className="mt-3 flex flex-wrap items-center justify-between gap-3">
      <p role="status" className="text-ink-3 text-sm tabular-nums">
        {t(orMore ? "range_or_more" : "range", { from, to, total })}
      </p>
      {children}
      {previous || next ? (
        <span className="flex gap-2">
          {previous ? (
            <LinkButton size="sm" href={previous} rel="prev" icon={<ArrowLeft />}>
              {t("previous")}
            </LinkButton>
          ) : null}
          {next ? (
            <LinkButton size="sm" href={next} rel="next" data-more="">
              {t("next")}
              <ArrowRight />
            </LinkButton>
          ) : null}
        </span>
      ) : null}
    </nav>
  );
}

interface NumberedProps {
  page: number;
  perPage: number;
  shown: number;
  total: number;
  orMore?: boolean;
  hrefOf: (page: number) => Route;
  children?: ReactNode;
}

export function NumberedPager({ page, perPage, shown, total, orMore = false, hrefOf, children }: NumberedProps) {
  const before = (page - 1) * perPage;
  return (
    <Pager
      from={shown === 0 ? 0 : before + 1}
      to={before + shown}
      total={total}
      orMore={orMore}
      previous={page > 1 ? hrefOf(page - 1) : null}
      next={orMore || before + shown < total ? hrefOf(page + 1) : null}
    >
      {children}
    </Pager>
  );
}

interface OlderProps {
  here: Route;
  query?: Query;
  /** Query parameter that holds the cursor of this list. */
  name: string;
  /** Anchor of the list; without it, links lead to the top of the page. */
  place?: string;
  /** Current cursor; null shows the newest entries. */
  at: ListCursor | null;
  /** Cursor of the next page; null at the end. */
  next: ListCursor | null;
  label: string;
}

export function OlderLinks({ here, query = "", name, place, at, next, label }: OlderProps) {
  const t = useTranslations("audit");
  if (!at && !next) return null;
  const hash = place ? (`#${place}` as const) : "";
  return (
    <nav aria-label={`${t("pages")}: ${label}`} className="mt-3 flex justify-end gap-2">
      {at ? (
        <LinkButton size="sm" href={`${here}${query}${hash}`} scroll={!place} icon={<ArrowLeft />}>
          {t("newest")}
        </LinkButton>
      ) : null}
      {next ? (
        <LinkButton
          size="sm"
          href={`${here}${query === "" ? "?" : (`${query}&` as const)}${name}=${printListCursor(next)}${hash}`}
          scroll={!place}
          prefetch={false}
        >
          {t("older")}
          <ArrowRight />
        </LinkButton>
      ) : null}
    </nav>
  );
}

"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { memo, useEffect, useMemo, useRef, useState, useTransition } from "react";
import { useSelection } from "@/components/integrations/use-selection";
import { FreshEntries } from "@/components/live/stable-list";
import { useLive, usePageStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { OrderStatus } from "@/components/orders/order-status";
import { ShipSelected } from "@/components/orders/ship-selected";
import { LiveDot } from "@/components/shell/live-dot";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/lib/health/lane/tone";
import { countFresh, ORDERS_PER_PAGE } from "@/lib/orders/count-fresh";
import type { OrderNews } from "@/lib/orders/data";
import { formatMoney } from "@/lib/orders/money";
import type { OrderSort } from "@/lib/orders/order-query";
import type { OrderRow } from "@/lib/orders/order-view";
import type { ShipmentStatus } from "@/lib/orders/tracking/schema";

interface OrderListProps {
  merchantId: string;
  query: string;
  rows: readonly OrderRow[];
  readAt: number;
  /** Number of unread notifications shown by the bell. */
  unread: number;
  readOnly: boolean;
  sort: OrderSort;
  /** URLs of the list in each sort order; null for a search, which has its own order. */
  sortHrefs: Readonly<Record<OrderSort, Route>> | null;
}

export function OrderList({ merchantId, query, rows: initialRows, readAt, unread, readOnly, sort, sortHrefs }: OrderListProps) {
  const t = useTranslations("orders.list");
  const router = useRouter();
  const { rows, fresh, show } = useOrderNews({ merchantId, query, rows: initialRows, readAt, unread });
  const sorting = { sort, sortHrefs };
  const [showing, start] = useTransition();
  const shippable = rows.filter(({ removedAt }) => removedAt === null).map(({ id }) => id);
  const selection = useSelection(shippable);
  const selectAll = useRef<HTMLInputElement>(null);
  const selected = shippable.filter((id) => selection.ids.has(id)).length;
  return (
    <div>
      <LiveDot />
      <FreshEntries
        kind="orders"
        count={fresh}
        more={fresh >= ORDERS_PER_PAGE}
        pending={showing}
        onShow={() =>
          start(() => {
            show();
            router.refresh();
          })
        }
      />
      <div className={`flex gap-x-4 items-center px-4 pb-1.5 text-ink-3 text-sm lg:grid ${ORDER_COLUMNS}`}>
        <span className="flex items-center gap-2.5">
          {readOnly ? null : (
            <input
              ref={(box) => {
                selectAll.current = box;
                if (box) box.indeterminate = selected > 0 && selected < shippable.length;
              }}
              type="checkbox"
              aria-label={t("select_all")}
              className="tick"
              checked={selected > 0 && selected === shippable.length}
              onChange={(event) => selection.setShown(event.target.checked)}
            />
          )}
          {t("number")}
        </span>
        <SortLink {...sorting} label={t("placed")} sorts={["newest", "oldest"]} />
        <span className="max-lg:hidden">{t("customer")}</span>
        <span className="max-lg:hidden">{t("shop")}</span>
        <SortLink {...sorting} label={t("status")} sorts={["status"]} />
        <span className="max-lg:hidden">{t("tracking")}</span>
        <SortLink {...sorting} label={t("total")} sorts={["highest", "lowest"]} className="justify-self-end" />
      </div>
      <ul
        aria-label={t("label", { sorted: t(`sorted.${sort}`) })}
        className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
      >
        {rows.map((row) => (
          <OrderListRow
            key={row.id}
            merchantId={merchantId}
            row={row}
            selected={selection.ids.has(row.id)}
            onSelect={readOnly ? null : selection.toggle}
          />
        ))}
      </ul>
      {readOnly ? null : (
        <ShipSelected
          merchantId={merchantId}
          orders={rows.filter(({ id }) => selection.ids.has(id))}
          onClear={selection.clear}
          onGone={() => selectAll.current?.focus({ preventScroll: true })}
        />
      )}
    </div>
  );
}

interface SortLinkProps extends Pick<OrderListProps, "sort" | "sortHrefs"> {
  label: string;
  /** Sort order of the first click and of the next one. */
  sorts: readonly [OrderSort, OrderSort?];
  className?: string;
}

/** A column heading that sorts the list. The filters offer the same choice. */
function SortLink({ sort, sortHrefs, label, sorts: [first, second = first], className = "" }: SortLinkProps) {
  const t = useTranslations("orders.list");
  if (sortHrefs === null) return <span className={`max-lg:hidden ${className}`}>{label}</span>;
  const next = sort === first ? second : first;
  const Arrow = sort === "newest" || sort === "highest" ? ArrowDown : ArrowUp;
  return (
    <Link
      prefetch={false}
      href={sortHrefs[next]}
      aria-label={`${label}: ${t(`sorted.${next}`)}`}
      className={`flex w-fit items-center gap-1 rounded-sm hover:text-ink max-lg:hidden ${className}`}
    >
      {label}
      {sort === first || sort === second ? <Arrow className="size-3.5" aria-hidden="true" /> : null}
    </Link>
  );
}

type FollowedPage = Pick<OrderListProps, "merchantId" | "query" | "rows" | "readAt" | "unread">;
type Answer = OrderNews & { unread: number };

/**
 * The rows the list started with, updated in place, and the number of new orders (`fresh`). Re-rendering the page for another reason, such
 * as the bell, moves nothing until `show` is called.
 */
function useOrderNews({ merchantId, query, rows, readAt, unread }: FollowedPage) {
  const refresh = useRefreshPage();
  usePageStream({ merchantId, integrationId: null, topic: "orders", readAt });
  const [held, setHeld] = useState({ rows, readAt });
  const [asked, setAsked] = useState(false);
  if (asked && readAt !== held.readAt) {
    setHeld({ rows, readAt });
    setAsked(false);
  }
  const newsCount = useLive((state) => state.pageNews);
  const since = useRef(newsCount);
  const [news, setNews] = useState<OrderNews | null>(null);
  useEffect(() => {
    if (newsCount === since.current) return;
    // A later event fetches again, so the earlier request is aborted.
    const asking = new AbortController();
    const search = new URLSearchParams(query);
    search.set("merchant", merchantId);
    search.set("shown", held.rows.map(({ id }) => id).join());
    fetch(`/api/orders/news?${search}`, { signal: asking.signal })
      .then(async (answer) => {
        if (!answer.ok) return;
        const read = (await answer.json()) as Answer;
        if (asking.signal.aborted) return;
        setNews(read);
        if (read.unread !== unread) refresh();
      })
      // Safe to ignore: the stream catches up after a reconnect.
      .catch(() => {});
    return () => asking.abort();
  }, [newsCount, merchantId, query, held, unread, refresh]);
  return useMemo(() => {
    const newest = news && news.readAt >= readAt ? news : { rows, fresh: countFresh(rows, held.rows) };
    const now = new Map(newest.rows.map((row) => [row.id, row]));
    return { rows: held.rows.map((row) => now.get(row.id) ?? row), fresh: newest.fresh, show: () => setAsked(true) };
  }, [news, held, rows, readAt]);
}

const ORDER_COLUMNS =
  "sm:grid-cols-[7.5rem_minmax(0,1fr)_8rem_7.5rem] lg:grid-cols-[7rem_8.5rem_minmax(0,1.45fr)_minmax(0,1.1fr)_8.5rem_minmax(0,1fr)_6.5rem]";

const TRACKING: Readonly<Record<ShipmentStatus, Tone>> = { waiting: "recovering", sent: "healthy", failed: "action_needed" };

interface RowProps {
  merchantId: string;
  row: OrderRow;
  selected: boolean;
  /** Null in read-only mode. `range` selects from the previously clicked row to this one. */
  onSelect: ((id: string, range: boolean) => void) | null;
}

/** One order: one line on wide screens, two below 1024 px, a card on a phone. */
const OrderListRow = memo(function OrderListRow({ merchantId, row, selected, onSelect }: RowProps) {
  const t = useTranslations("orders.list");
  const locale = useLocale();
  const standing = `${row.status} ${row.tracking} ${row.total} ${row.removedAt !== null}`;
  const [firstStanding] = useState(standing);
  // Estimated row height until the row is near the viewport, so that the browser can restore the scroll position.
  return (
    <li
      data-row={row.id}
      className={`relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 [contain-intrinsic-block-size:auto_4.5rem] sm:[contain-intrinsic-block-size:auto_3rem] lg:[contain-intrinsic-block-size:auto_1.5rem] [content-visibility:auto] focus-within:bg-hover/60 hover:bg-hover/60 ${ORDER_COLUMNS}`}
    >
      {/* A change restarts the highlight. */}
      {standing === firstStanding ? null : (
        <span key={standing} aria-hidden="true" className="pointer-events-none absolute inset-0 animate-tint" />
      )}
      <span className="flex min-w-0 flex-wrap items-center gap-x-2.5 sm:contents">
        <span className="flex min-w-0 items-center gap-2.5">
          {onSelect === null ? null : (
            <input
              type="checkbox"
              aria-label={t("select", { number: row.number })}
              disabled={row.removedAt !== null && !selected}
              checked={selected}
              onChange={(event) => onSelect(row.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
              className="tick relative z-10"
            />
          )}
          <Link href={`/m/${merchantId}/orders/${row.id}`} prefetch={false} className="row-link font-medium [overflow-wrap:anywhere]">
            <bdi>{row.number}</bdi>
          </Link>
        </span>
        <span className="shrink-0 text-ink-3 text-sm sm:max-lg:col-start-1 sm:max-lg:row-start-2 lg:text-ink-2">
          <Time at={row.placedAt} form="clock" />
        </span>
      </span>
      <bdi className="line-clamp-3 min-w-0 text-ink-2 max-sm:order-3 [overflow-wrap:anywhere]" title={row.customerName}>
        {row.customerName || <span aria-hidden="true">–</span>}
      </bdi>
      <bdi
        className="line-clamp-3 min-w-0 text-ink-3 text-sm max-sm:order-5 sm:max-lg:col-start-2 sm:max-lg:row-start-2 [overflow-wrap:anywhere]"
        title={row.integration.name}
      >
        {row.integration.name}
      </bdi>
      <span className="flex min-w-0 flex-wrap gap-1 max-sm:order-4 max-sm:flex-col max-sm:items-end max-sm:justify-self-end">
        <OrderStatus status={row.status} name={row.statusName} />
        {row.removedAt ? <span className="text-ink-3 text-sm">{t("removed")}</span> : null}
      </span>
      <Tracking status={row.tracking} />
      {/* A long amount may wrap before the currency code. */}
      <span className="min-w-0 text-right tabular-nums [overflow-wrap:anywhere] max-sm:order-2">
        {formatMoney(locale, row.total, row.currency).replaceAll("\u00a0", " ")}
      </span>
    </li>
  );
});

function Tracking({ status }: { status: ShipmentStatus | null }) {
  const t = useTranslations("orders.list");
  if (status === null)
    return (
      <span aria-hidden="true" className="text-ink-3 max-lg:hidden">
        –
      </span>
    );
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-ink-2 text-sm max-sm:order-6 max-sm:justify-self-end sm:max-lg:col-span-2 sm:max-lg:col-start-3 sm:max-lg:row-start-2">
      <StateShape tone={TRACKING[status]} />
      <span className="min-w-0">{t(`tracking_is.${status}`)}</span>
    </span>
  );
}

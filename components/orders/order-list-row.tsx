import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { memo, useState } from "react";
import { OrderStatus } from "@/components/orders/order-status";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/lib/health/lane/tone";
import { formatMoney } from "@/lib/orders/money";
import type { OrderRow } from "@/lib/orders/order-view";
import type { ShipmentStatus } from "@/lib/orders/tracking/schema";

export const ORDER_COLUMNS =
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
export const OrderListRow = memo(function OrderListRow({ merchantId, row, selected, onSelect }: RowProps) {
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

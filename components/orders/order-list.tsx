"use client";

import { useLocale, useTranslations } from "next-intl";
import { useSelection } from "@/components/integrations/use-selection";
import { OrderStatus } from "@/components/orders/order-status";
import { ShipSelected } from "@/components/orders/ship-selected";
import { PageLink } from "@/components/ui/page-link";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { VisualTone } from "@/components/ui/tone";
import { formatMoney } from "@/lib/orders/money";
import type { OrderRow } from "@/lib/orders/order-view";
import type { ShipmentStatus } from "@/lib/tracking/schema";

const COLUMNS =
  "sm:grid-cols-[8rem_minmax(0,1fr)_9rem_7rem] lg:grid-cols-[7rem_7rem_minmax(0,1.2fr)_minmax(0,1fr)_9rem_minmax(0,1fr)_6.5rem]";

const TRACKING: Readonly<Record<ShipmentStatus, VisualTone>> = { waiting: "heals_alone", told: "in_order", failed: "needs_you" };

/** Orders as rows; one card each on narrow screens. */
export function OrderList({ merchantId, rows, readOnly }: { merchantId: string; rows: readonly OrderRow[]; readOnly: boolean }) {
  const t = useTranslations("orders.list");
  const shippable = rows.filter(({ removedAt }) => removedAt === null).map(({ id }) => id);
  const selection = useSelection(shippable);
  const locale = useLocale();
  return (
    <div>
      <div className={`flex gap-x-4 px-4 pb-1.5 text-ink-3 text-sm lg:grid ${COLUMNS}`}>
        <span className="flex items-center gap-2.5">
          {readOnly ? null : (
            <input
              type="checkbox"
              aria-label={t("select_all")}
              className="tick"
              checked={shippable.length > 0 && shippable.every((id) => selection.ids.has(id))}
              onChange={(event) => selection.setAll(event.target.checked ? shippable : [])}
            />
          )}
          {t("number")}
        </span>
        <span className="max-lg:hidden">{t("placed")}</span>
        <span className="max-lg:hidden">{t("customer")}</span>
        <span className="max-lg:hidden">{t("shop")}</span>
        <span className="max-lg:hidden">{t("status")}</span>
        <span className="max-lg:hidden">{t("tracking")}</span>
        <span className="text-right max-lg:hidden">{t("total")}</span>
      </div>
      <ul aria-label={t("label")} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {rows.map((row) => (
          <li
            key={row.id}
            className={`relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 focus-within:bg-hover/60 hover:bg-hover/60 ${COLUMNS}`}
          >
            <span className="flex min-w-0 items-center gap-2.5">
              {readOnly ? null : (
                <input
                  type="checkbox"
                  aria-label={t("select", { number: row.number })}
                  disabled={row.removedAt !== null}
                  checked={selection.ids.has(row.id)}
                  onChange={(event) => selection.toggle(row.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
                  className="tick relative z-10"
                />
              )}
              <PageLink
                href={`/m/${merchantId}/orders/${row.id}`}
                prefetch={false}
                className="truncate font-medium before:absolute before:inset-0 focus-visible:outline-none before:focus-visible:outline-2 before:focus-visible:outline-focus before:focus-visible:-outline-offset-2"
              >
                <bdi>{row.number}</bdi>
              </PageLink>
            </span>
            <span className="order-3 text-ink-2 text-sm max-lg:hidden lg:order-none">
              <Time at={row.placedAt} form="clock" />
            </span>
            <span className="min-w-0 truncate text-ink-2 max-sm:order-3">
              <bdi>{row.customerName}</bdi>
              <span className="text-ink-3 text-sm lg:hidden">
                {" · "}
                <Time at={row.placedAt} form="clock" />
              </span>
            </span>
            <bdi className="truncate text-ink-3 text-sm max-lg:hidden" title={row.integration.name}>
              {row.integration.name}
            </bdi>
            <span className="flex min-w-0 flex-wrap gap-1 max-sm:order-4 max-sm:justify-self-end">
              <OrderStatus status={row.status} />
              {row.removedAt ? <span className="text-ink-3 text-sm">{t("removed")}</span> : null}
            </span>
            <Tracking status={row.tracking} />
            <span className="text-right tabular-nums max-sm:order-2">{formatMoney(locale, row.total, row.currency)}</span>
          </li>
        ))}
      </ul>
      {readOnly ? null : (
        <ShipSelected merchantId={merchantId} orders={rows.filter(({ id }) => selection.ids.has(id))} onClear={selection.clear} />
      )}
    </div>
  );
}

/** Whether the shop knows of the parcels. */
function Tracking({ status }: { status: ShipmentStatus | null }) {
  const t = useTranslations("orders.list");
  if (status === null)
    return (
      <span aria-hidden="true" className="text-ink-3 max-lg:hidden">
        –
      </span>
    );
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-ink-2 text-sm max-lg:hidden">
      <StateShape tone={TRACKING[status]} />
      <span className="truncate">{t(`tracking_is.${status}`)}</span>
    </span>
  );
}

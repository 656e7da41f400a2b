"use client";

import { useTranslations } from "next-intl";
import { useSelection } from "@/components/integrations/use-selection";
import { ORDER_COLUMNS, OrderListRow } from "@/components/orders/order-list-row";
import { ShipSelected } from "@/components/orders/ship-selected";
import type { OrderRow } from "@/lib/orders/order-view";

/** Orders as rows; one card each on narrow screens. */
export function OrderList({ merchantId, rows, readOnly }: { merchantId: string; rows: readonly OrderRow[]; readOnly: boolean }) {
  const t = useTranslations("orders.list");
  const shippable = rows.filter(({ removedAt }) => removedAt === null).map(({ id }) => id);
  const selection = useSelection(shippable);
  return (
    <div>
      <div className={`flex gap-x-4 px-4 pb-1.5 text-ink-3 text-sm lg:grid ${ORDER_COLUMNS}`}>
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
        <ShipSelected merchantId={merchantId} orders={rows.filter(({ id }) => selection.ids.has(id))} onClear={selection.clear} />
      )}
    </div>
  );
}

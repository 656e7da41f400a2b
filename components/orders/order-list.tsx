"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useTransition } from "react";
import { useSelection } from "@/components/integrations/use-selection";
import { FreshEntries } from "@/components/live/fresh-entries";
import { ORDER_COLUMNS, OrderListRow } from "@/components/orders/order-list-row";
import { ShipSelected } from "@/components/orders/ship-selected";
import { useOrderNews } from "@/components/orders/use-order-news";
import { LiveDot } from "@/components/shell/live-dot";
import type { OrderRow } from "@/lib/orders/order-view";
import { ORDERS_PER_PAGE } from "@/lib/orders/orders-per-page";

interface OrderListProps {
  merchantId: string;
  /** Query string of the page. */
  query: string;
  rows: readonly OrderRow[];
  /** When the server read them, in milliseconds. */
  readAt: number;
  /** Unread notifications shown by the bell. */
  unread: number;
  readOnly: boolean;
}

/** Orders as rows; one card each on narrow screens. */
export function OrderList({ merchantId, query, rows: initialRows, readAt, unread, readOnly }: OrderListProps) {
  const t = useTranslations("orders.list");
  const router = useRouter();
  const { rows, fresh, show } = useOrderNews({ merchantId, query, rows: initialRows, readAt, unread });
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
        <span className="max-lg:hidden">{t("placed")}</span>
        <span className="max-lg:hidden">{t("customer")}</span>
        <span className="max-lg:hidden">{t("shop")}</span>
        <span className="max-lg:hidden">{t("status")}</span>
        <span className="max-lg:hidden">{t("tracking")}</span>
        <span className="text-right max-lg:hidden">{t("total")}</span>
      </div>
      <ul
        aria-label={t(new URLSearchParams(query).has("sort") ? "label_oldest" : "label")}
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

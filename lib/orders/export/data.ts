import { orderLinesSchema, orderTotalsSchema, postalAddressSchema } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Shipment } from "@/lib/infra/prisma-client/client";
import { listOrders, nameOfStatus } from "@/lib/orders/data";
import type { OrderPosition, OrderQuery } from "@/lib/orders/order-query";
import type { OrderDetail } from "@/lib/orders/order-view";

export interface ExportRow
  extends Pick<OrderDetail, "number" | "status" | "statusName" | "currency" | "total" | "totals" | "customerName" | "customerEmail">,
    Pick<OrderDetail, "shipping" | "lines" | "placedAt" | "paidAt" | "removedAt"> {
  shop: string;
  parcels: Pick<Shipment, "carrier" | "trackingNumber" | "status">[];
}

/** One transaction per page, so that a slow download holds none open. */
const ROWS_A_PAGE = 500;

/** One page of the orders that match the query, in list order. `timeZone`: zone of the days in the query. */
export async function listExportRows(
  scope: MerchantScope,
  query: OrderQuery,
  timeZone: string,
): Promise<{ rows: ExportRow[]; next: OrderPosition | null }> {
  const page = await listOrders(scope, query, { timeZone, perPage: ROWS_A_PAGE });
  const ids = page.rows.map(({ id }) => id);
  const records = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.shopOrder.findMany({
      where: { merchantId, id: { in: ids } },
      omit: { raw: true, rawHash: true, searchText: true, billing: true },
      include: {
        integration: { select: { name: true, statusNames: true } },
        shipments: { select: { carrier: true, trackingNumber: true, status: true }, orderBy: { recordedAt: "asc" } },
      },
    }),
  );
  const byId = new Map(records.map((record) => [record.id, record]));
  const rows = ids.flatMap((id) => {
    const record = byId.get(id);
    if (!record) return [];
    const { total, totals, shipping, lines, integration, shipments, ...rest } = record;
    return [
      {
        ...rest,
        shop: integration.name,
        statusName: nameOfStatus(integration.statusNames, rest.status),
        total: total.toFixed(),
        totals: orderTotalsSchema.parse(totals),
        shipping: postalAddressSchema.parse(shipping),
        lines: orderLinesSchema.parse(lines),
        parcels: shipments,
      },
    ];
  });
  return { rows, next: page.next };
}

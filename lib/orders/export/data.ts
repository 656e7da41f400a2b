import type { OrderLine, PostalAddress } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { listOrders } from "@/lib/orders/data";
import type { OrderPosition, OrderQuery } from "@/lib/orders/order-query";
import { readAddress, readLines, readTotals } from "@/lib/orders/stored-order";

/** An order with the exported fields. */
export interface ExportRow {
  number: string;
  shop: string;
  status: string;
  currency: string;
  total: string;
  totals: { shipping: string; fees: string; discount: string; tax: string };
  customerName: string;
  customerEmail: string;
  shipping: PostalAddress;
  lines: OrderLine[];
  placedAt: Date;
  paidAt: Date | null;
  removedAt: Date | null;
  parcels: { carrier: string; trackingNumber: string; status: string }[];
}

export interface ExportPage {
  rows: ExportRow[];
  next: OrderPosition | null;
}

/** One transaction per page, so that a slow download holds none open. */
const ROWS_A_PAGE = 500;

/** One page of the orders that match the query, in list order. `timeZone`: zone of the days in the query. */
export async function listExportRows(scope: MerchantScope, query: OrderQuery, timeZone: string): Promise<ExportPage> {
  const page = await listOrders(scope, query, { timeZone, perPage: ROWS_A_PAGE });
  const ids = page.rows.map(({ id }) => id);
  const records = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.order.findMany({
      where: { merchantId, id: { in: ids } },
      select: {
        ...{ id: true, number: true, status: true, currency: true, total: true, totals: true, customerName: true, customerEmail: true },
        ...{ shipping: true, lines: true, placedAt: true, paidAt: true, removedAt: true },
        integration: { select: { name: true } },
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
        total: total.toFixed(),
        totals: readTotals(totals),
        shipping: readAddress(shipping),
        lines: readLines(lines),
        parcels: shipments,
      },
    ];
  });
  return { rows, next: page.next };
}

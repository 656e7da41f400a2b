import { orderLinesSchema, orderTotalsSchema, postalAddressSchema } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Prisma, Shipment } from "@/lib/infra/prisma-client/client";
import { listOrders, nameOfStatus } from "@/lib/orders/data";
import type { ExportFormat, ExportStatus } from "@/lib/orders/export/formats";
import type { OrderPosition, OrderQuery } from "@/lib/orders/order-query";
import type { OrderDetail } from "@/lib/orders/order-view";

export interface ExportRow
  extends Pick<OrderDetail, "id" | "number" | "status" | "statusName" | "currency" | "total" | "totals" | "customerName" | "customerEmail">,
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

/** All of them, page by page, at the reader's pace. */
export async function* listExportPages(scope: MerchantScope, query: OrderQuery, timeZone: string): AsyncGenerator<ExportRow[]> {
  for (let { after } = query; ; ) {
    const { rows, next } = await listExportRows(scope, { ...query, after }, timeZone);
    if (rows.length > 0) yield rows;
    if (!next) return;
    after = next;
  }
}

const COLUMNS = {
  id: true,
  integrationId: true,
  format: true,
  status: true,
  rows: true,
  requestedAt: true,
  finishedAt: true,
  expiresAt: true,
} as const satisfies Prisma.OrderExportSelect;

export interface OrderExportView extends Omit<Prisma.OrderExportGetPayload<{ select: typeof COLUMNS }>, "format" | "status"> {
  format: ExportFormat;
  status: ExportStatus;
}

/** An export that has not expired; null for unknown and foreign ids alike. */
export const findOrderExport = (scope: MerchantScope, id: string): Promise<OrderExportView | null> =>
  readMerchant(scope, async ({ tx, merchantId }) => {
    const found = await tx.orderExport.findFirst({ where: { merchantId, id, expiresAt: { gt: new Date() } }, select: COLUMNS });
    return found as OrderExportView | null;
  });

/** The file of an export, part by part; ends early if it is deleted meanwhile. */
export async function* readOrderExport(scope: MerchantScope, exportId: string): AsyncGenerator<string> {
  for (let place = 0; ; place += 1) {
    const part = await readMerchant(scope, ({ tx, merchantId }) =>
      tx.orderExportPart.findUnique({ where: { merchantId_exportId_place: { merchantId, exportId, place } }, select: { text: true } }),
    );
    if (!part) return;
    yield part.text;
  }
}

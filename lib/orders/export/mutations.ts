import { ok, type Result, refuse } from "@/lib/base/result";
import { HOUR_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import type { ExportFormat } from "@/lib/orders/export/formats";
import { NO_FILTER, type OrderQuery, printOrderQuery } from "@/lib/orders/order-query";

/** What was searched for may name a buyer, and is left out. */
function audit(tx: Transaction, scope: MerchantScope, query: OrderQuery): Promise<void> {
  const filter = decodeURIComponent(
    printOrderQuery({ ...query, search: query.search === "" ? "" : "…" })
      .replace(/^\?/, "")
      .replaceAll("+", " "),
  );
  return recordAudit(tx, scope, { action: "orders_exported", integrationId: query.integrationId, details: { filter } });
}

/** Audits an export with its filter, before the first row is sent. */
export const recordOrderExport = (scope: MerchantScope, query: OrderQuery): Promise<void> =>
  inMerchant(scope.merchantId, (tx) => audit(tx, scope, query));

/** Files of a merchant at the same time. */
const MAX_EXPORTS = 50;
/** How long a file can be fetched; it is a copy of buyers' data. */
export const EXPORT_KEPT_MS = HOUR_MS;

export type ExportFilter = Pick<OrderQuery, "search" | "status" | "tracking" | "from" | "to">;

/** Asks for a file of a shop's orders, which a worker writes. */
export async function requestOrderExport(
  scope: MerchantScope,
  { integrationId, format, filter }: { integrationId: string; format: ExportFormat; filter: ExportFilter },
): Promise<Result<{ exportId: string }, "not_found" | "too_many">> {
  const { merchantId, actor } = scope;
  const query = { ...NO_FILTER, ...filter, integrationId };
  const now = new Date();
  return inMerchant(merchantId, async (tx) => {
    if (!(await tx.integration.findFirst({ where: { merchantId, id: integrationId }, select: { id: true } }))) return refuse("not_found");
    if ((await tx.orderExport.count({ where: { merchantId, expiresAt: { gt: now } } })) >= MAX_EXPORTS) return refuse("too_many");
    const expiresAt = new Date(now.getTime() + EXPORT_KEPT_MS);
    const data = { merchantId, integrationId, format, query: printOrderQuery(query), status: "queued", requestedBy: actor };
    const { id } = await tx.orderExport.create({ data: { ...data, requestedAt: now, expiresAt }, select: { id: true } });
    await audit(tx, scope, query);
    return ok({ exportId: id });
  });
}

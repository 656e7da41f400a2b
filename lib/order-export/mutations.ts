import type { MerchantScope } from "@/lib/accounts/access";
import { recordAudit } from "@/lib/audit/record";
import { type OrderQuery, printOrderQuery } from "@/lib/orders/order-query";
import { inMerchant } from "@/lib/system/db";

/** Writes down that orders leave as a file, and which; before the first of them does. */
export function recordOrderExport(scope: MerchantScope, query: OrderQuery): Promise<void> {
  const filter = decodeURIComponent(printOrderQuery(query).replace(/^\?/, "").replaceAll("+", " "));
  return inMerchant(scope.merchantId, (tx) =>
    recordAudit(tx, scope, { action: "orders_exported", integrationId: query.integrationId, details: { filter } }),
  );
}

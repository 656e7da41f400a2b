import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { type OrderQuery, printOrderQuery } from "@/lib/orders/order-query";

/** Audits an export with its filter, before the first row is sent. What was searched for may name a buyer, and is left out. */
export function recordOrderExport(scope: MerchantScope, query: OrderQuery): Promise<void> {
  const filter = decodeURIComponent(
    printOrderQuery({ ...query, search: query.search === "" ? "" : "…" })
      .replace(/^\?/, "")
      .replaceAll("+", " "),
  );
  return inMerchant(scope.merchantId, (tx) =>
    recordAudit(tx, scope, { action: "orders_exported", integrationId: query.integrationId, details: { filter } }),
  );
}

import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { MAX_VIEWS } from "@/lib/orders/views/schema";

/** Saves filters under a name; replaces a view with the same name. */
export function saveOrderView(scope: MerchantScope, { name, query }: { name: string; query: string }): Promise<Result<true, "views_full">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    await tx.orderView.deleteMany({ where: { merchantId, name } });
    if ((await tx.orderView.count({ where: { merchantId } })) >= MAX_VIEWS) return refuse("views_full");
    await tx.orderView.create({ data: { merchantId, name, query } });
    await recordAudit(tx, scope, { action: "order_view_saved", details: { name, query } });
    return ok(true);
  });
}

export function removeOrderView(scope: MerchantScope, { viewId }: { viewId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const found = await tx.orderView.findUnique({ where: { merchantId_id: { merchantId, id: viewId } } });
    if (!found) return refuse("not_found");
    await tx.orderView.deleteMany({ where: { merchantId, id: viewId } });
    await recordAudit(tx, scope, { action: "order_view_removed", details: { name: found.name } });
    return ok(true);
  });
}

import { ok, type Result, refuse } from "@/lib/base/result";
import { inShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { Prisma } from "@/lib/infra/prisma-client/client";

interface Named {
  integrationId: string;
  quarantinedId: string;
}

/** Accepts that an order cannot be read. It is still retried, and imported once it can. */
export const dismissQuarantinedOrder = (
  scope: MerchantScope,
  { integrationId, quarantinedId: id, reason }: Named & { reason: string },
): Promise<Result<true, "not_found">> =>
  inShop(scope, integrationId, async ({ tx, record }) => {
    const { merchantId, actor } = scope;
    const where = { merchantId, integrationId, id, resolvedAt: null };
    const known = await tx.quarantinedOrder.findFirst({ where, select: { externalId: true, dismissedAt: true } });
    if (!known) return refuse("not_found");
    // The first one's name and reason stay.
    if (known.dismissedAt) return ok(true);
    await tx.quarantinedOrder.updateMany({ where, data: { dismissedAt: new Date(), dismissedBy: actor, dismissedBecause: reason } });
    await record({ action: "order_dismissed", details: { order: known.externalId, reason } });
    return ok(true);
  });

/** Takes that back. */
export const restoreQuarantinedOrder = (
  scope: MerchantScope,
  { integrationId, quarantinedId: id }: Named,
): Promise<Result<true, "not_found">> =>
  inShop(scope, integrationId, async ({ tx, record }) => {
    const where = { merchantId: scope.merchantId, integrationId, id, resolvedAt: null, dismissedAt: { not: null } };
    const known = await tx.quarantinedOrder.findFirst({ where, select: { externalId: true } });
    if (!known) return refuse("not_found");
    await tx.quarantinedOrder.updateMany({ where, data: { dismissedAt: null, dismissedBy: Prisma.DbNull, dismissedBecause: null } });
    await record({ action: "order_dismissal_undone", details: { order: known.externalId } });
    return ok(true);
  });

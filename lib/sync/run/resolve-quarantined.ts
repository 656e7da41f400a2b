import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/** Resolves quarantined orders. The caller holds the lock of the shop (lockShop). */
export async function resolveQuarantined(
  tx: Transaction,
  { merchantId }: MerchantScope,
  integrationId: string,
  externalIds: readonly string[],
): Promise<void> {
  await tx.quarantinedOrder.updateMany({
    where: { merchantId, integrationId, externalId: { in: [...externalIds] }, resolvedAt: null },
    data: { resolvedAt: new Date() },
  });
}

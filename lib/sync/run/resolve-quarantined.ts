import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/** Orders that were set aside and are gone from the shop wait no more to be read. The caller holds the shop (hold-shop.ts). */
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

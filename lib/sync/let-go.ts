import type { MerchantScope } from "@/lib/accounts/access";
import type { Transaction } from "@/lib/system/db";

/** Orders that were set aside and are gone from the shop wait no more to be read. The caller holds the shop (hold-shop.ts). */
export async function letGo(
  tx: Transaction,
  { merchantId }: MerchantScope,
  integrationId: string,
  externalIds: readonly string[],
): Promise<void> {
  await tx.orderSetAside.updateMany({
    where: { merchantId, integrationId, externalId: { in: [...externalIds] }, resolvedAt: null },
    data: { resolvedAt: new Date() },
  });
}

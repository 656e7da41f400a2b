import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

export interface PrivacyView {
  /** Null: kept. */
  orderDays: number | null;
  addressDays: number | null;
  /** When the merchant is erased; null unless an owner asked for that. */
  deletionDueAt: Date | null;
  erasedBuyers: number;
}

export const readPrivacy = (scope: MerchantScope): Promise<PrivacyView> =>
  readMerchant(scope, async ({ tx }) => {
    const { merchantId } = scope;
    const select = { orderDays: true, addressDays: true, deletionDueAt: true } as const;
    const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select });
    // One erasure may keep several hashes of its buyer.
    const erasures = await tx.erasedBuyer.groupBy({ by: "erasedAt", where: { merchantId } });
    return { orderDays: null, addressDays: null, deletionDueAt: null, ...known, erasedBuyers: erasures.length };
  });

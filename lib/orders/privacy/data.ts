import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** How long orders and addresses are kept (null: forever), when the merchant is erased (null: not requested), and erased buyers. */
export const readPrivacy = (scope: MerchantScope) =>
  readMerchant(scope, async ({ tx }) => {
    const { merchantId } = scope;
    const select = { orderDays: true, addressDays: true, deletionDueAt: true } as const;
    const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select });
    // One erasure may store several hashes of its buyer.
    const erasures = await tx.erasedBuyer.groupBy({ by: "erasedAt", where: { merchantId } });
    return { orderDays: null, addressDays: null, deletionDueAt: null, ...known, erasedBuyers: erasures.length };
  });

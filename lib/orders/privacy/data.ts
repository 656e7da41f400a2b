import { DAY_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** Erasures shown with their progress or result. */
const MAX_SHOWN = 5;

/** How long orders and addresses are kept (null: forever), when the merchant is erased (null: not requested), erased buyers, and the newest erasures. */
export const readPrivacy = (scope: MerchantScope) =>
  readMerchant(scope, async ({ tx }) => {
    const { merchantId } = scope;
    const select = { orderDays: true, addressDays: true, deletionDueAt: true } as const;
    const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select });
    // One erasure may store several hashes of its buyer.
    const erasures = await tx.erasedBuyer.groupBy({ by: "erasedAt", where: { merchantId } });
    const progress = { requestedAt: true, finishedAt: true, searched: true, orders: true, quarantined: true, texts: true } as const;
    const newest = await tx.buyerErasure.findMany({
      where: { merchantId, wholeShop: false, OR: [{ finishedAt: null }, { requestedAt: { gt: new Date(Date.now() - DAY_MS) } }] },
      orderBy: { requestedAt: "desc" },
      select: { id: true, ...progress },
      take: MAX_SHOWN,
    });
    return { orderDays: null, addressDays: null, deletionDueAt: null, ...known, erasedBuyers: erasures.length, erasures: newest };
  });

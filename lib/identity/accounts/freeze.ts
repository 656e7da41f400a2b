import { DAY_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Transaction } from "@/lib/infra/db";

/** How long a freeze lasts, unless it is ended early (lib/operations/freeze). */
export const FREEZE_MS = DAY_MS;

/** Freezes that last at the instant. */
export const lastingFreeze = (merchantId: string, now: Date) => ({
  merchantId,
  endedAt: null,
  frozenAt: { gt: new Date(now.getTime() - FREEZE_MS) },
});

/** Whether a freeze lasts that also keeps new members out: their invitation may be the thief's. */
export const hasLastingFreeze = async (tx: Transaction, merchantId: string, now: Date): Promise<boolean> =>
  (await tx.freezeLink.count({ where: lastingFreeze(merchantId, now) })) > 0;

/** Whether an owner froze a change: until the freeze ends, no changes are made that give control away. */
export const isFrozen = (scope: MerchantScope, now: Date): Promise<boolean> =>
  readMerchant(scope, ({ tx, merchantId }) => hasLastingFreeze(tx, merchantId, now));

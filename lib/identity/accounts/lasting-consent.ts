import type { Transaction } from "@/lib/infra/db";

/** Selects the consents of a merchant that last at `now`. */
export const lastingConsent = (merchantId: string, now: Date) => ({ merchantId, withdrawnAt: null, expiresAt: { gt: now } });

/** Whether an owner lets acting staff manage members and API tokens at `now`. `tx` sees the merchant. */
export const hasConsent = async (tx: Transaction, merchantId: string, now: Date): Promise<boolean> =>
  (await tx.supportConsent.count({ where: lastingConsent(merchantId, now) })) > 0;

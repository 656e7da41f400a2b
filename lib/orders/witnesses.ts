import { mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import type { RunFailure } from "@/lib/health/failures";
import type { ShopPort } from "@/lib/health/shop-port";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";

// Some maintenance modes and plugins answer "not found" for every order. A missing order is accepted only while the shop still shows another one.

/** With fewer stored orders, all of them may really be gone. */
export const MIN_STORED_ORDERS = 3;

/**
 * Ids of stored orders, except `excludedIds`, to request before missing orders are accepted. They span every age: a restored backup lacks the
 * newest orders, a cleaned-up shop the oldest.
 */
export async function listWitnesses(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, excludedIds: readonly string[]) {
  const where = { merchantId, integrationId, removedAt: null, externalId: { notIn: [...excludedIds] } };
  const count = await tx.shopOrder.count({ where });
  const witnesses: string[] = [];
  for (const skip of new Set([0, Math.floor(count / 10), Math.floor(count / 2), Math.max(0, count - 1)])) {
    const order = await tx.shopOrder.findFirst({
      where,
      orderBy: [{ placedAt: "desc" }, { id: "desc" }],
      skip,
      select: { externalId: true },
    });
    if (order) witnesses.push(order.externalId);
  }
  return witnesses;
}

export const suspiciouslyEmpty = (detail: string): RunFailure => ({
  code: "suspiciously_empty",
  status: 200,
  retryAfterSeconds: null,
  detail,
});

type Shop = Pick<ShopPort, "fetchOrder">;

/** Whether the shop returns one of these stored orders; `broken`: the failure that prevented an answer. */
export async function askWitnesses(shop: Shop, witnesses: readonly string[]): Promise<{ isShown: boolean; broken: RunFailure | null }> {
  let broken: RunFailure | null = null;
  for (const externalId of witnesses) {
    const answer = await shop.fetchOrder(externalId);
    if (answer.ok && answer.value !== null) return { isShown: true, broken: null };
    if (answer.ok) continue;
    broken = answer.failure;
    if (!mayBeOneOrder(answer.failure)) break;
  }
  return { isShown: false, broken };
}

/** Null if the shop returns a witness, or if too few orders are stored; else the failure because of which nothing is removed. */
export async function verifyWitnesses(shop: Shop, gone: readonly string[], witnesses: readonly string[]): Promise<RunFailure | null> {
  if (gone.length + witnesses.length < MIN_STORED_ORDERS) return null;
  const { isShown, broken } = await askWitnesses(shop, witnesses);
  if (isShown) return null;
  return broken ?? suspiciouslyEmpty(`the shop shows none of the orders that are here: ${[...gone, ...witnesses].slice(0, 5).join(", ")}`);
}

/** The same for a stored shop, outside a run. */
export async function verifyGone(
  scope: MerchantScope,
  integrationId: string,
  shop: Shop,
  gone: readonly string[],
): Promise<RunFailure | null> {
  return verifyWitnesses(shop, gone, await inMerchant(scope.merchantId, (tx) => listWitnesses(tx, scope, integrationId, gone)));
}

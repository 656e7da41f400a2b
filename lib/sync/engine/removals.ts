import { DAY_MS } from "@/lib/base/units";
import type { RunFailure } from "@/lib/health/failures";
import { MIN_STORED_ORDERS, suspiciouslyEmpty, verifyWitnesses } from "@/lib/orders/witnesses";
import type { SyncPorts } from "@/lib/sync/engine/ports";

// Some maintenance modes and plugins answer 200 with empty lists, zero totals and "not found" for every order. So an order is removed only
// while the shop shows another one, and many at once only after a day of the same answers or once a member confirms it.

/** One run removes at most a tenth of the stored orders, or this many if that is more. */
const MIN_LIMIT = 20;

export const removalLimit = (stored: number): number => Math.max(MIN_LIMIT, Math.floor(stored / 10));

/** Whether a shop with this count seems to have lost all of its orders, or most of them. */
const looksEmpty = (shopCount: number, ourCount: number): boolean =>
  (shopCount === 0 && ourCount >= MIN_STORED_ORDERS) || ourCount - shopCount > removalLimit(ourCount);

const WHOLE_SHOP = { from: null, to: new Date("9999-12-31T00:00:00Z") };

/** Null if the shop's count is credible. One that looks empty becomes credible after a day if the shop shows some stored orders. */
export async function verifyCount(ports: SyncPorts, shopCount: number, ourCount: number): Promise<RunFailure | null> {
  const { store, clock } = ports;
  if (!looksEmpty(shopCount, ourCount)) return null;
  if (shopCount === 0 && (await store.isConfirmedEmpty())) return null;
  const since = shopCount > 0 ? await store.suspectedSince() : null;
  if (since && clock.now().getTime() - since.getTime() > DAY_MS) return verifyOthersShown(ports, []);
  return suspiciouslyEmpty(`the shop counts ${shopCount} orders, ${ourCount} are stored`);
}

async function verifyOthersShown({ shop, store }: SyncPorts, missing: readonly string[]): Promise<RunFailure | null> {
  if (await store.isConfirmedEmpty()) return null;
  return verifyWitnesses(shop, missing, await store.listWitnesses(missing));
}

/**
 * Marks orders that the shop no longer has as removed, up to the limit of a run. `isShown`: the shop has just listed another stored order.
 * @returns why the orders were kept, or null
 */
export async function removeMissing(ports: SyncPorts, missing: readonly string[], isShown: boolean): Promise<RunFailure | null> {
  if (missing.length === 0) return null;
  const { store } = ports;
  const stored = await store.countStored(WHOLE_SHOP, false);
  const failure =
    (await verifyCount(ports, Math.max(0, stored - missing.length), stored)) ?? (isShown ? null : await verifyOthersShown(ports, missing));
  if (!failure) await store.markRemoved(missing);
  return failure;
}

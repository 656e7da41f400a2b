import type { RunFailure } from "@/lib/health/failures";
import { FEW, suspiciouslyEmpty, verifyWitnesses } from "@/lib/orders/witnesses";
import type { SyncPorts } from "@/lib/sync/engine/ports";

// A shop can answer 200 with empty lists, zero totals and "not found" for every order: some maintenance modes and plugins do. So an order is
// removed only while the shop shows another one, and many at once only after a day on which it kept to what it said.

/** Of the orders here, one run removes a tenth at most, or this many where that is more. */
const MAX_BATCH = 20;
const DAY_MS = 24 * 3_600_000;

export const removalLimit = (here: number): number => Math.max(MAX_BATCH, Math.floor(here / 10));

/** Whether a shop that counts so many seems to have lost its orders, or most of them. */
export const looksEmpty = (shopCount: number, ourCount: number): boolean =>
  (shopCount === 0 && ourCount >= FEW) || ourCount - shopCount > removalLimit(ourCount);

const EVERYTHING = { from: null, to: new Date("9999-12-31T00:00:00Z") };

/**
 * Null where the shop may be believed that so many orders are gone; else why not. It is after a day of saying the same, provided that it shows
 * some of the orders that are here.
 */
export async function verifyCount(ports: SyncPorts, shopCount: number, ourCount: number): Promise<RunFailure | null> {
  if (!looksEmpty(shopCount, ourCount)) return null;
  const since = shopCount > 0 ? await ports.store.suspectedSince() : null;
  if (since && ports.clock.now().getTime() - since.getTime() > DAY_MS) return doubtShown(ports, []);
  return suspiciouslyEmpty(`the shop counts ${shopCount} orders, ${ourCount} are here`);
}

const doubtShown = async ({ shop, store }: SyncPorts, gone: readonly string[]): Promise<RunFailure | null> =>
  verifyWitnesses(shop, gone, await store.listWitnesses(gone));

/**
 * Marks orders as removed that the shop no longer has, as many as the run may. `isShown`: it was seen to list another order that is here.
 * @returns why it is not believed, or what failed
 */
export async function removeMissing(ports: SyncPorts, gone: readonly string[], isShown: boolean): Promise<RunFailure | null> {
  if (gone.length === 0) return null;
  const { store } = ports;
  const here = await store.countStored(EVERYTHING, false);
  const doubt = (await verifyCount(ports, Math.max(0, here - gone.length), here)) ?? (isShown ? null : await doubtShown(ports, gone));
  if (!doubt) await store.markRemoved(gone);
  return doubt;
}

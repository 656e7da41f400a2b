import type { RunFailure } from "@/lib/health/failures";
import { fetchEach, watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import type { SyncPorts } from "@/lib/sync/engine/ports";

/** After this many, the rest waits for the next run. */
const MAX_BREAKDOWNS = 10;

/**
 * Fetches quarantined orders one by one, since a plugin or our version may have changed. Resolves those that the shop no longer shows; if
 * it only hides them, they are not counted and return with the ledger.
 */
export async function retryQuarantined(ports: SyncPorts, which: "all" | "due"): Promise<RunFailure | null> {
  const { shop, store, clock } = ports;
  const askedAt = clock.now();
  const watch = watchBreakdowns(shop, MAX_BREAKDOWNS);
  const { orders, unreadable, gone, broken, failure } = await fetchEach(ports, await store.listQuarantined(which), watch);
  if (failure) return failure;
  if (orders.length + unreadable.length > 0) await store.storePage({ orders, unreadable, covered: null, announced: null, askedAt });
  if (broken.length > 0) await store.deferQuarantined(broken);
  if (gone.length > 0) await store.resolveMissingQuarantined(gone);
  return null;
}

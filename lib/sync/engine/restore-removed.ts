import type { ReadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { fetchEach, watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import { readListed } from "@/lib/sync/engine/older-versions";
import type { SyncPorts } from "@/lib/sync/engine/ports";

/** After this many, the rest waits for the next run. */
const MAX_BREAKDOWNS = 3;

/** For shops whose counts cannot show that orders are back: fetches the orders removed last, and stores those that the shop lists. */
export async function restoreRemoved({ shop, store, clock, signal }: SyncPorts): Promise<RunFailure | null> {
  const askedAt = clock.now();
  const fetched = await fetchEach({ shop, signal }, await store.listRemovedLately(), watchBreakdowns(shop, MAX_BREAKDOWNS));
  if (fetched.failure) return fetched.failure;
  const orders: ReadableOrder[] = [];
  for (const { externalId, modifiedAt } of [...fetched.orders, ...fetched.unreadable]) {
    if (!modifiedAt) continue;
    const listed = await readListed(shop, { externalId, modifiedAt });
    if (!listed.ok) return listed.failure;
    if (listed.value && !("error" in listed.value)) orders.push(listed.value);
  }
  if (orders.length > 0) await store.storePage({ orders, unreadable: [], covered: null, announced: null, askedAt });
  return null;
}

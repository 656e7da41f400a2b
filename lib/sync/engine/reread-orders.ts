import { brokenOrder } from "@/lib/connectors/records/breakdowns";
import type { ReadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { type Fetched, fetchEach, watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import { acceptOlderVersions, readListed } from "@/lib/sync/engine/older-versions";
import type { SyncPorts } from "@/lib/sync/engine/ports";
import { removeMissing } from "@/lib/sync/engine/removals";

const BATCH = 25;
/** After this many, the rest is left to the next night, which starts with them. */
const MAX_BREAKDOWNS = 25;

/**
 * Rereads open orders one by one, since shops delete, cancel or change orders without a new modification time. Orders that break the shop are
 * retried once after the others, and then quarantined.
 */
export async function rescanOpenOrders(ports: SyncPorts): Promise<RunFailure | null> {
  const { shop, store, signal } = ports;
  const open = await store.listOpenOrders();
  const watch = watchBreakdowns(shop, MAX_BREAKDOWNS);
  const gone: string[] = [];
  const broken: string[] = [];
  let shown = 0;
  for (let start = 0, isLast = false; start < open.length && !isLast && !signal.aborted; start += BATCH) {
    const batch = await readAndStore(ports, open.slice(start, start + BATCH), watch);
    if (batch.failure) return batch.failure;
    await store.recordRescanned(batch.asked);
    gone.push(...batch.gone);
    broken.push(...batch.broken);
    shown += batch.orders.length + batch.unreadable.length;
    isLast = batch.isLast;
  }
  if (broken.length > 0 && !signal.aborted) {
    const again = await readAndStore(ports, broken, watchBreakdowns(shop, Number.POSITIVE_INFINITY), true);
    if (again.failure) return again.failure;
    gone.push(...again.gone);
  }
  return removeMissing(ports, gone, shown > 0);
}

/** @param quarantines stores orders on which the shop breaks down as unreadable */
async function readAndStore(
  ports: SyncPorts,
  externalIds: readonly string[],
  watch: ReturnType<typeof watchBreakdowns>,
  quarantines = false,
): Promise<Fetched> {
  const found = { covered: null, askedAt: ports.clock.now() };
  const fetched = await fetchEach(ports, externalIds, watch);
  if (quarantines) fetched.unreadable.push(...fetched.broken.map((externalId) => brokenOrder(externalId, null, {})));
  const { orders, unreadable } = fetched;
  const announced = orders.length + unreadable.length;
  if (fetched.failure || announced === 0) return fetched;
  const { older } = await ports.store.storePage({ orders, unreadable, announced, ...found });
  return { ...fetched, failure: await acceptOlderVersions(ports, older, { orders, ...found }) };
}

/** After this many, the rest waits for the next run. */
const MAX_QUARANTINED_BREAKDOWNS = 10;

/**
 * Fetches quarantined orders one by one, since a plugin or our version may have changed. Resolves those that the shop no longer shows; if
 * it only hides them, they are not counted and return with the ledger.
 */
export async function retryQuarantined(ports: SyncPorts, which: "all" | "due"): Promise<RunFailure | null> {
  const { shop, store, clock } = ports;
  const askedAt = clock.now();
  const watch = watchBreakdowns(shop, MAX_QUARANTINED_BREAKDOWNS);
  const { orders, unreadable, gone, broken, failure } = await fetchEach(ports, await store.listQuarantined(which), watch);
  if (failure) return failure;
  if (orders.length + unreadable.length > 0) await store.storePage({ orders, unreadable, covered: null, announced: null, askedAt });
  if (broken.length > 0) await store.deferQuarantined(broken);
  if (gone.length > 0) await store.resolveMissingQuarantined(gone);
  return null;
}

/** After this many, the rest waits for the next run. */
const MAX_REMOVED_BREAKDOWNS = 3;

/** For shops whose counts cannot show that orders are back: fetches the orders removed last, and stores those that the shop lists. */
export async function restoreRemoved({ shop, store, clock, signal }: SyncPorts): Promise<RunFailure | null> {
  const askedAt = clock.now();
  const fetched = await fetchEach({ shop, signal }, await store.listRemovedLately(), watchBreakdowns(shop, MAX_REMOVED_BREAKDOWNS));
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

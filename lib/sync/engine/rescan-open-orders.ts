import { brokenOrder } from "@/lib/connectors/records/breakdowns";
import type { RunFailure } from "@/lib/health/failures";
import { type Fetched, fetchEach, watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import { acceptOlderVersions } from "@/lib/sync/engine/older-versions";
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

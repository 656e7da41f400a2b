import { brokenOrder } from "@/lib/connectors/records/breakdowns";
import type { ShopOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { acceptOlderVersions } from "@/lib/sync/engine/older-versions";
import type { SyncPorts } from "@/lib/sync/engine/ports";
import { removeMissing } from "@/lib/sync/engine/removals";
import { watchBreakdowns } from "@/lib/sync/engine/watch-breakdowns";

/** Orders that are stored at once. */
const BATCH = 25;
/** After this many, the rest waits for the next night, which starts with them. */
const MAX_BREAKDOWNS = 25;
/** Null when enough open orders were read, or the worker stops. */
export type RescanFailure = RunFailure | null;

interface Batch {
  orders: ShopOrder[];
  unreadable: UnreadableOrder[];
  gone: string[];
  /** The shop broke down on them. */
  broken: string[];
  asked: string[];
  askedAt: Date;
  /** Enough for this night. */
  isLast: boolean;
}

type Watch = ReturnType<typeof watchBreakdowns>;

/**
 * Reads open orders again one by one, since shops delete, cancel or change orders without a new modification time. Orders that break the
 * shop are retried once after the others, and then quarantined.
 */
export async function rescanOpenOrders(ports: SyncPorts): Promise<RescanFailure> {
  const { shop, store, signal } = ports;
  const open = await store.listOpenOrders();
  const watch = watchBreakdowns(shop, MAX_BREAKDOWNS);
  const gone: string[] = [];
  const broken: string[] = [];
  let shown = 0;
  for (let start = 0, isLast = false; start < open.length && !isLast && !signal.aborted; start += BATCH) {
    const read = await readBatch(ports, open.slice(start, start + BATCH), watch);
    if (!read.ok) return read.failure;
    const failure = await storeBatch(ports, read.batch);
    if (failure) return failure;
    await store.recordRescanned(read.batch.asked);
    gone.push(...read.batch.gone);
    broken.push(...read.batch.broken);
    shown += read.batch.orders.length + read.batch.unreadable.length;
    isLast = read.batch.isLast;
  }
  if (broken.length > 0 && !signal.aborted) {
    const again = await readBatch(ports, broken, watchBreakdowns(shop, Number.POSITIVE_INFINITY));
    if (!again.ok) return again.failure;
    const { batch } = again;
    batch.unreadable.push(...batch.broken.map((externalId) => brokenOrder(externalId, null, {})));
    const failure = await storeBatch(ports, batch);
    if (failure) return failure;
    gone.push(...batch.gone);
  }
  return removeMissing(ports, gone, shown > 0);
}

async function readBatch(
  { shop, clock, signal }: SyncPorts,
  externalIds: readonly string[],
  watch: Watch,
): Promise<{ ok: true; batch: Batch } | { ok: false; failure: RunFailure }> {
  const batch: Batch = { orders: [], unreadable: [], gone: [], broken: [], asked: [], askedAt: clock.now(), isLast: false };
  for (const externalId of externalIds) {
    if (signal.aborted || batch.isLast) break;
    const answer = await shop.fetchOrder(externalId);
    batch.asked.push(externalId);
    if (!answer.ok) {
      const breakdown = await watch.judge(answer.failure);
      if (breakdown === "of_the_shop") return answer;
      batch.broken.push(externalId);
      batch.isLast = breakdown === "of_too_many";
      continue;
    }
    watch.noteAnswer();
    if (answer.value === null) batch.gone.push(externalId);
    else if ("error" in answer.value) batch.unreadable.push(answer.value);
    else batch.orders.push(answer.value);
  }
  return { ok: true, batch };
}

async function storeBatch(ports: SyncPorts, { orders, unreadable, askedAt }: Batch): Promise<RescanFailure> {
  const announced = orders.length + unreadable.length;
  if (announced === 0) return null;
  const { older } = await ports.store.storePage({ orders, unreadable, askedAt, covered: null, announced });
  return acceptOlderVersions(ports, older, { orders, covered: null, askedAt });
}

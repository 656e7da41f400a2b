import type { ShopFailure, ShopOrder, UnreadableOrder } from "@/lib/shops/shop";
import type { RunFailure } from "@/lib/sync/failures";
import { settleOlder } from "@/lib/sync/older-versions";
import type { SyncPorts } from "@/lib/sync/walk-window";

/** Orders that are stored at once. */
const BATCH = 25;
/** One order may be more than its shop can show; so many in a row are the shop's own trouble. */
const FAILURES_IN_A_ROW = 3;
/** Fewer orders than this may all be gone; more of them gone without a single one left is an answer that is not believed. */
const TOO_MANY_TO_BE_GONE = 5;

const OF_ONE_ORDER: readonly ShopFailure["code"][] = ["invalid_response", "response_too_large", "server_error"];

/** How it ended: null when every open order was read or the worker stops. */
export type RescanFailure = RunFailure | null;

/**
 * Reads the open orders again one by one: what shops delete, cancel or change without touching the modification time is in no window of
 * the walk. Orders that the shop no longer has are marked as removed at the end, and only if it still showed one of them: a shop whose
 * every answer is "no such order" hides them rather than having lost them.
 */
export async function rescanOpenOrders({ shop, store, clock, signal }: SyncPorts): Promise<RescanFailure> {
  const open = await store.listOpenOrders();
  const gone: string[] = [];
  let shown = 0;
  let failuresInARow = 0;
  for (let start = 0; start < open.length && !signal.aborted; start += BATCH) {
    const orders: ShopOrder[] = [];
    const unreadable: UnreadableOrder[] = [];
    const asked: string[] = [];
    const askedAt = clock.now();
    for (const externalId of open.slice(start, start + BATCH)) {
      if (signal.aborted) break;
      const answer = await shop.fetchOrder(externalId);
      asked.push(externalId);
      if (!answer.ok) {
        failuresInARow += 1;
        if (!OF_ONE_ORDER.includes(answer.failure.code) || failuresInARow >= FAILURES_IN_A_ROW) return answer.failure;
        continue;
      }
      failuresInARow = 0;
      if (answer.value === null) gone.push(externalId);
      else if ("error" in answer.value) unreadable.push(answer.value);
      else orders.push(answer.value);
    }
    shown += orders.length + unreadable.length;
    if (orders.length + unreadable.length > 0) {
      const { older } = await store.storePage({
        ...{ orders, unreadable, askedAt },
        covered: null,
        announced: orders.length + unreadable.length,
      });
      const failure = await settleOlder({ shop, store }, older, { orders, covered: null, askedAt });
      if (failure) return failure;
    }
    await store.noteRescanned(asked);
  }
  if (gone.length > 0 && (shown > 0 || gone.length < TOO_MANY_TO_BE_GONE)) await store.markRemoved(gone);
  return null;
}

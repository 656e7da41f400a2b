import type { ShopFailure, ShopOrder, UnreadableOrder } from "@/lib/shops/shop";
import type { RunFailure } from "@/lib/sync/failures";
import type { RunStanding } from "@/lib/sync/ports";
import type { SyncPorts } from "@/lib/sync/walk-window";

/** Failures of one order alone: it stays set aside, the others are tried. */
const OF_ONE_ORDER: readonly ShopFailure["code"][] = ["invalid_response", "response_too_large", "server_error"];
/** After so many of them one after another the rest waits for the next time: each costs the shop a breakdown. */
const FAILURES_IN_A_ROW = 10;

/**
 * Asks for the orders that were set aside one by one: nobody need have changed them since for what was wrong to be right now (another plugin,
 * a newer version here). What the shop no longer has is settled too, unless it shows no older orders: then it may only be hidden.
 */
export async function retrySetAside(
  { shop, store, clock, signal }: SyncPorts,
  { historyDays }: Pick<RunStanding, "historyDays">,
): Promise<RunFailure | null> {
  const orders: ShopOrder[] = [];
  const unreadable: UnreadableOrder[] = [];
  const gone: string[] = [];
  const stillAside: string[] = [];
  const askedAt = clock.now();
  let failuresInARow = 0;
  for (const externalId of await store.listSetAside()) {
    if (signal.aborted) break;
    const answer = await shop.fetchOrder(externalId);
    if (!answer.ok) {
      if (!OF_ONE_ORDER.includes(answer.failure.code)) return answer.failure;
      stillAside.push(externalId);
      failuresInARow += 1;
      if (failuresInARow >= FAILURES_IN_A_ROW) break;
      continue;
    }
    failuresInARow = 0;
    if (answer.value === null) gone.push(externalId);
    else if ("error" in answer.value) unreadable.push(answer.value);
    else orders.push(answer.value);
  }
  if (orders.length + unreadable.length > 0) await store.storePage({ orders, unreadable, covered: null, announced: null, askedAt });
  if (stillAside.length > 0) await store.noteStillAside(stillAside);
  if (gone.length > 0 && historyDays === null) await store.settleSetAside(gone);
  return null;
}

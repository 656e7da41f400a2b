import type { ShopOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import type { SyncPorts } from "@/lib/sync/engine/ports";
import { watchBreakdowns } from "@/lib/sync/engine/watch-breakdowns";

/** After this many, the rest waits for the next run. */
const MAX_BREAKDOWNS = 10;

/**
 * Fetches quarantined orders one by one: a plugin or our version may have changed. Resolves those that the shop no longer shows; if it
 * only hides them, they are not counted and return with the ledger.
 */
export async function retryQuarantined({ shop, store, clock, signal }: SyncPorts, which: "all" | "due"): Promise<RunFailure | null> {
  const orders: ShopOrder[] = [];
  const unreadable: UnreadableOrder[] = [];
  const gone: string[] = [];
  const stillAside: string[] = [];
  const askedAt = clock.now();
  const watch = watchBreakdowns(shop, MAX_BREAKDOWNS);
  for (const externalId of await store.listQuarantined(which)) {
    if (signal.aborted) break;
    const answer = await shop.fetchOrder(externalId);
    if (!answer.ok) {
      const breakdown = await watch.judge(answer.failure);
      if (breakdown === "of_the_shop") return answer.failure;
      stillAside.push(externalId);
      if (breakdown === "of_too_many") break;
      continue;
    }
    watch.noteAnswer();
    if (answer.value === null) gone.push(externalId);
    else if ("error" in answer.value) unreadable.push(answer.value);
    else orders.push(answer.value);
  }
  if (orders.length + unreadable.length > 0) await store.storePage({ orders, unreadable, covered: null, announced: null, askedAt });
  if (stillAside.length > 0) await store.deferQuarantined(stillAside);
  if (gone.length > 0) await store.resolveMissingQuarantined(gone);
  return null;
}

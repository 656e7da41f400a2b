import type { ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import type { SyncPorts } from "@/lib/sync/engine/ports";
import type { watchBreakdowns } from "@/lib/sync/engine/watch-breakdowns";

export interface Fetched {
  orders: ReadableOrder[];
  unreadable: UnreadableOrder[];
  gone: string[];
  broken: string[];
  asked: string[];
  /** The shop broke down on so many orders that the rest was skipped. */
  isLast: boolean;
  /** The shop itself failed, and the rest was skipped. */
  failure: RunFailure | null;
}

/** Fetches orders one by one until all are fetched, the shop fails or the worker stops. */
export async function fetchEach(
  { shop, signal }: { shop: Pick<SyncPorts["shop"], "fetchOrder">; signal: AbortSignal },
  externalIds: readonly string[],
  watch: ReturnType<typeof watchBreakdowns>,
): Promise<Fetched> {
  const fetched: Fetched = { orders: [], unreadable: [], gone: [], broken: [], asked: [], isLast: false, failure: null };
  for (const externalId of externalIds) {
    if (signal.aborted || fetched.isLast) break;
    const answer = await shop.fetchOrder(externalId);
    fetched.asked.push(externalId);
    if (!answer.ok) {
      const breakdown = await watch.judge(answer.failure);
      if (breakdown === "of_the_shop") return { ...fetched, failure: answer.failure };
      fetched.broken.push(externalId);
      fetched.isLast = breakdown === "of_too_many";
      continue;
    }
    watch.noteAnswer();
    if (answer.value === null) fetched.gone.push(externalId);
    else if ("error" in answer.value) fetched.unreadable.push(answer.value);
    else fetched.orders.push(answer.value);
  }
  return fetched;
}

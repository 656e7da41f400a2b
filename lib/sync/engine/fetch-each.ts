import { isUnfinished, mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import type { ReadableOrder, ShopFailure, UnreadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import type { ShopPort } from "@/lib/health/shop-port";
import type { SyncPorts } from "@/lib/sync/engine/ports";

/** After this many failures in a row, a preflight decides whether the shop itself fails. */
const SUSPICIOUS_IN_A_ROW = 3;
const ANSWERS_WITHIN_MS = 20_000;
/** Each timeout costs a minute. */
const MAX_SILENCES = 3;

export type Breakdown =
  /** Other orders may still be read. */
  | "of_this_order"
  /** Leave the others to another run, since each breakdown burdens the shop. */
  | "of_too_many"
  | "of_the_shop";

/** Distinguishes failures of single orders, of which it tolerates `most`, from a failure of the shop. */
export function watchBreakdowns(shop: ShopPort, most: number) {
  let inARow = 0;
  let broken = 0;
  let silences = 0;
  return {
    noteAnswer(): void {
      inARow = 0;
    },
    async judge(failure: ShopFailure): Promise<Breakdown> {
      // A record that cannot be parsed also concerns one order only.
      if (!mayBeOneOrder(failure) && failure.code !== "invalid_response") return "of_the_shop";
      inARow += 1;
      broken += 1;
      if (failure.code === "response_timed_out") silences += 1;
      const isSuspicious = isUnfinished(failure) || inARow % SUSPICIOUS_IN_A_ROW === 0;
      if (isSuspicious && !(await shop.preflight(ANSWERS_WITHIN_MS)).ok) return "of_the_shop";
      return broken >= most || silences >= MAX_SILENCES ? "of_too_many" : "of_this_order";
    },
  };
}

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

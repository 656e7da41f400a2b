import { isUnfinished, mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import type { ShopFailure } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";

/** So many orders in a row that do not come may be the shop's own trouble: it is asked whether it is. */
const DOUBTED_IN_A_ROW = 3;
const ANSWERS_WITHIN_MS = 20_000;
/** Each is waited for a minute. */
const MOST_SILENCES = 3;

export type Breakdown =
  /** The others may come. */
  | "of_this_order"
  /** The others have to wait for another time: each breakdown costs the shop something. */
  | "of_too_many"
  | "of_the_shop";

/** Beside orders that are asked for one by one: tells the trouble of single ones, of which it bears `most`, from that of the shop. */
export function watchBreakdowns(shop: ShopPort, most: number) {
  let inARow = 0;
  let broken = 0;
  let silences = 0;
  return {
    noteAnswer(): void {
      inARow = 0;
    },
    async judge(failure: ShopFailure): Promise<Breakdown> {
      // A record that cannot be understood is one order's, too.
      if (!mayBeOneOrder(failure) && failure.code !== "invalid_response") return "of_the_shop";
      inARow += 1;
      broken += 1;
      if (failure.code === "response_timed_out") silences += 1;
      const isDoubted = isUnfinished(failure) || inARow % DOUBTED_IN_A_ROW === 0;
      if (isDoubted && !(await shop.preflight(ANSWERS_WITHIN_MS)).ok) return "of_the_shop";
      return broken >= most || silences >= MOST_SILENCES ? "of_too_many" : "of_this_order";
    },
  };
}

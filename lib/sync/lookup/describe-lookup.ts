import type { LookupOutcome } from "@/lib/sync/lookup/lookup-answer";

type Say = (key: string, values?: Record<string, string | number>) => string;

/** The words of one language, in a page or outside of one. */
export interface LookupWords {
  /** Namespace `orders.lookup.outcome`. */
  outcome: Say;
  /** Namespace `sync.failure`. */
  failure: Say;
  status: (status: string) => string;
  day: (at: Date) => string;
}

/** One sentence that says where the order is. */
export function describeLookup(outcome: LookupOutcome, words: LookupWords): string {
  const say = words.outcome;
  const unpaidStatus = "unpaidStatus" in outcome ? outcome.unpaidStatus : null;
  const isUnpaid = unpaidStatus !== null;
  const payment = isUnpaid ? words.status(unpaidStatus) : "";
  switch (outcome.kind) {
    case "not_in_shop":
      return outcome.historyDays === null ? say("not_in_shop") : say("not_in_shop_or_older", { days: outcome.historyDays });
    case "draft":
      return say("draft", { number: outcome.number, status: outcome.status });
    case "status_hidden":
      return say(isUnpaid ? "status_hidden_unpaid" : "status_hidden", {
        number: outcome.number,
        status: words.status(outcome.status),
        payment,
      });
    case "before_import": {
      const [changed, from] = [words.day(new Date(outcome.changedAt)), words.day(new Date(outcome.importFrom))];
      return say("before_import", { number: outcome.number, changed, from });
    }
    case "quarantined":
      return say("quarantined", { field: outcome.error });
    case "imported":
      return say(outcome.unlisted ? "imported_unlisted" : isUnpaid ? "imported_unpaid" : "imported", { number: outcome.number, payment });
    case "stored":
      return say(isUnpaid ? "stored_unpaid" : "stored", { number: outcome.number, payment });
    case "other_store":
      return say("other_store", { number: outcome.number });
    case "not_asked":
      return say("not_asked", { reason: words.failure(outcome.failure, { status: outcome.status ?? 0 }) });
    default:
      return say(outcome.kind);
  }
}

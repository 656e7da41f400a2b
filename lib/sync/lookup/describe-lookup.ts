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
  switch (outcome.kind) {
    case "not_in_shop":
      return outcome.historyDays === null ? say("not_in_shop") : say("not_in_shop_or_older", { days: outcome.historyDays });
    case "status_hidden":
      return say("status_hidden", { number: outcome.number, status: words.status(outcome.status) });
    case "before_import": {
      const [changed, from] = [words.day(new Date(outcome.changedAt)), words.day(new Date(outcome.importFrom))];
      return say("before_import", { number: outcome.number, changed, from });
    }
    case "quarantined":
      return say("quarantined", { field: outcome.error });
    case "imported":
      return say(outcome.unlisted ? "imported_unlisted" : "imported", { number: outcome.number });
    case "stored":
    case "other_store":
      return say(outcome.kind, { number: outcome.number });
    case "not_asked":
      return say("not_asked", { reason: words.failure(outcome.failure, { status: outcome.status ?? 0 }) });
    default:
      return say(outcome.kind);
  }
}

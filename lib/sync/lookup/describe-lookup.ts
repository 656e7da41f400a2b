import { readProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import type { LookupOutcome } from "@/lib/sync/lookup/lookup-answer";

type Say = (key: string, values?: Record<string, string | number>) => string;

/** Translators of one language, inside or outside a page. */
export interface LookupWords {
  /** Namespace `orders.lookup.outcome`. */
  outcome: Say;
  /** Namespace `sync.failure`. */
  failure: Say;
  status: (status: string) => string;
  day: (at: Date) => string;
}

const UNPAID = { status_hidden: "status_hidden_unpaid", imported: "imported_unpaid", stored: "stored_unpaid" } as const;

function describeQuarantined(error: string, say: Say): string {
  const fields = (readProblems(error) ?? []).map(({ field }) => field).filter((field) => field !== WHOLE_RECORD);
  return fields.length === 0 ? say("quarantined_whole") : say("quarantined", { field: fields.join(", ") });
}

/** Says in one sentence where the order is. */
export function describeLookup(outcome: LookupOutcome, { outcome: say, failure, status, day }: LookupWords): string {
  switch (outcome.kind) {
    case "not_in_shop":
      return outcome.historyDays === null ? say("not_in_shop") : say("not_in_shop_or_older", { days: outcome.historyDays });
    case "before_import": {
      const { number, changedAt, importFrom } = outcome;
      return say("before_import", { number, changed: day(new Date(changedAt)), from: day(new Date(importFrom)) });
    }
    case "quarantined":
      return describeQuarantined(outcome.error, say);
    case "not_asked":
      return say("not_asked", { reason: failure(outcome.failure, { status: outcome.status ?? 0 }) });
    case "status_hidden":
    case "imported":
    case "stored": {
      const { kind, number, unpaidStatus } = outcome;
      const payment = unpaidStatus === null ? "" : status(unpaidStatus);
      if (kind === "imported" && outcome.unlisted) return say("imported_unlisted", { number, payment });
      return say(unpaidStatus === null ? kind : UNPAID[kind], {
        number,
        payment,
        status: kind === "status_hidden" ? status(outcome.status) : "",
      });
    }
    default:
      return say(outcome.kind, { number: outcome.number, status: "status" in outcome ? outcome.status : "" });
  }
}

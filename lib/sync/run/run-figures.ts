import type { OrderOutcome } from "@/lib/orders/mutations";

export interface Figures {
  fetched: number;
  created: number;
  updated: number;
  unchanged: number;
  quarantined: number;
}

/** Which outcome of an order counts if a run meets it more than once: an import is not undone by a second look. */
const RANK: Readonly<Record<OrderOutcome, number>> = { unchanged: 0, quarantined: 1, updated: 2, created: 3 };

/** The figures of one run, in which each order counts once: windows overlap, quarantined orders are retried, and count checks read again. */
export class RunFigures {
  private readonly known = new Map<string, OrderOutcome>();

  /** What a page adds; a transaction may ask several times before it commits. */
  addedBy(outcomes: ReadonlyMap<string, OrderOutcome>): Figures {
    const added: Figures = { fetched: 0, created: 0, updated: 0, unchanged: 0, quarantined: 0 };
    for (const [externalId, outcome] of outcomes) {
      const before = this.known.get(externalId);
      if (before !== undefined && RANK[outcome] <= RANK[before]) continue;
      if (before === undefined) added.fetched += 1;
      else added[before] -= 1;
      added[outcome] += 1;
    }
    return added;
  }

  /** Once the page is committed. */
  keep(outcomes: ReadonlyMap<string, OrderOutcome>): void {
    for (const [externalId, outcome] of outcomes) {
      const before = this.known.get(externalId);
      if (before === undefined || RANK[outcome] > RANK[before]) this.known.set(externalId, outcome);
    }
  }
}

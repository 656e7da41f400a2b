import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Cell } from "@/lib/check/probe/findings";
import type { Identity } from "@/lib/check/probe/identity";
import { isUnansweredInTime, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/cells";
import { letInByKey } from "@/lib/check/probe/plan/let-in-by-key";
import { Planner } from "@/lib/check/probe/plan/questions";
import { type Plan, together } from "@/lib/check/probe/plan/step";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Nothing was sent: without a User-Agent received, another one changes nothing. */
const isUnheard = (observation: Observation | null): boolean =>
  observation === null || (observation.failure !== null && observation.failure.phase !== "answer");

/** GET of the root by other identities: which User-Agents and addresses are let in. */
export class VisitorQuestions extends Planner<Cells> {
  private readonly hasKeyTried = new Set<Source>();

  /** Refused, and let in by our key? Each address is asked that once. Returns how many requests it took. */
  *letIn(identity: Identity, seen: Observation | null): Plan<number> {
    if (!seen || passed(seen) || this.hasKeyTried.has(identity.source)) return 0;
    this.hasKeyTried.add(identity.source);
    return yield* letInByKey(this.cells, identity, seen);
  }

  /** Every name at every address that passes under some name; where a name is refused at the anchor too, asking elsewhere proves nothing new. */
  *askNames(anchor: Cell): Plan<void> {
    const { agents, egress, matrix } = this.findings;
    for (const source of egress)
      yield* this.letIn({ ...anchor, source }, yield* this.cells.ask({ ...anchor, source }, "addresses_after_refusal"));
    for (const userAgent of agents) yield* this.cells.ask({ ...anchor, userAgent }, "names_from_each_address");
    const { cells } = this;
    function* askFrom(source: Source): Plan<void> {
      for (const userAgent of agents)
        if (!matrix.fails({ ...anchor, userAgent })) yield* cells.ask({ ...anchor, source, userAgent }, "names_from_each_address");
    }
    const silent: Source[] = [];
    for (const source of egress) {
      const seen = matrix.get({ ...anchor, source });
      if (source === anchor.source || isUnheard(seen) || seen?.reading?.meaning === "rate_limited") continue;
      if (seen && isUnansweredInTime(seen)) silent.push(source);
      else yield* askFrom(source);
    }
    yield* together(silent.map(askFrom));
  }

  /** GET of the root under the other name, varied so that no cache answers. Returns the number of requests. */
  *askOtherName(cell: Cell): Plan<number> {
    const { matrix, probes } = this.findings;
    const { rootVariant } = probes;
    const { cells } = this;
    const letIn = (seen: Observation | null) => this.letIn(cell, seen);
    function* plainly(): Plan<number> {
      if (matrix.get(cell)) return 0;
      const seen = yield* cells.ask(cell, "other_name");
      return Number(seen !== null) + (yield* letIn(seen));
    }
    const isOrdinary = this.cells.root === probes.root && !this.cells.keyedSources.has(cell.source);
    if (!rootVariant || !isOrdinary || this.findings.server.cached) return yield* plainly();
    const ask = (rule: AskRule, request: ProbeRequest) => this.cells.once({ ...this.cells.question(cell, rule), request });
    const seen = yield* ask("other_name", rootVariant.request);
    if (!seen?.answer || !passed(seen)) {
      const requests = 1 + (yield* letIn(seen));
      return matrix.passes(cell) ? requests : requests + (yield* plainly());
    }
    this.cells.keep(cell, seen);
    if (!rootVariant.isStale(seen.answer)) return 1;
    // Either a cache answered, or this shop ignores such queries: an address that no cache has seen decides.
    const unseen = yield* ask("other_name_at_unseen_address", rootVariant.elsewhere);
    if (!unseen?.answer || !passed(unseen)) return 2;
    if (rootVariant.isStale(unseen.answer)) this.findings.server.losesQuery = true;
    else this.findings.server.cached = { pass: unseen, fail: seen };
    return 2;
  }
}

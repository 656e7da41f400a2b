import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { CacheFacts, Cell } from "@/lib/check/probe/findings";
import { isUnansweredInTime, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { RESERVED } from "@/lib/check/probe/plan/send/reserved";
import { Planner } from "@/lib/check/probe/plan/send/send";
import { type Plan, together } from "@/lib/check/probe/plan/step";
import type { Visitor } from "@/lib/check/probe/visitor";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** The connection failed before a User-Agent was sent, so another one changes nothing. */
const isUnheard = (observation: Observation | null): boolean =>
  observation === null || (observation.failure !== null && observation.failure.phase !== "answer");

/** Refused by something in front of the shop, which may require a key. */
const isRefused = ({ reading }: Observation): boolean => reading?.meaning === "blocked" && reading.api === null;

/** GETs the root as other visitors, to find the User-Agents and addresses that pass. */
export class VisitorProbes extends Planner<Cells> {
  readonly cache: CacheFacts = { cached: null, losesQuery: false };
  private readonly hasKeyTried = new Set<Source>();

  /** Some servers require a key from one address: all requests from it then carry the key, for the resource. Returns the number of requests. */
  *probeWithKey({ source, userAgent }: Visitor, refusal: Observation | null): Plan<number> {
    if (!refusal || passed(refusal) || this.hasKeyTried.has(source)) return 0;
    this.hasKeyTried.add(source);
    const { cells } = this;
    const { journal } = cells;
    const { withKey } = cells.setup;
    const { matrix } = this.evidence;
    const seen = matrix.select({ source });
    const isClosed = isRefused(refusal) && seen.every(({ observation }) => isRefused(observation));
    if (!withKey || !isClosed || cells.isBehindKey || cells.isOver || journal.requestsLeft <= RESERVED.acceptedKeyTest) return 0;
    const cell: Cell = { subject: "resource", method: "GET", userAgent, source };
    const answer = yield* cells.send(cells.keyed(cells.question(cell, "address_let_in_by_key")));
    if (!answer || !passed(answer)) return Number(answer !== null);
    for (const { cell: refused } of seen) cells.ledger.matrix.delete(refused);
    cells.addCredentials = withKey;
    cells.keyedSources.add(source);
    for (const subject of ["root", "resource"] as const) cells.keep({ ...cell, subject }, answer);
    if (matrix.isOpen) journal.relax();
    return 1;
  }

  /** Sends every User-Agent from every address that passes with one, except those refused at the anchor. */
  *probeUserAgents(anchor: Cell): Plan<void> {
    const { agents, egress, matrix } = this.evidence;
    for (const source of egress)
      yield* this.probeWithKey({ ...anchor, source }, yield* this.cells.probe({ ...anchor, source }, "addresses_after_refusal"));
    for (const userAgent of agents) yield* this.cells.probe({ ...anchor, userAgent }, "user_agents_from_each_address");
    const { cells } = this;
    function* askFrom(source: Source): Plan<void> {
      for (const userAgent of agents)
        if (!matrix.fails({ ...anchor, userAgent })) yield* cells.probe({ ...anchor, source, userAgent }, "user_agents_from_each_address");
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

  /** GETs the root with the other User-Agent and another query, to bypass caches. Returns the number of requests. */
  *probeOtherUserAgent(cell: Cell): Plan<number> {
    const { matrix, probes } = this.evidence;
    const { rootVariant } = probes;
    const { cells } = this;
    const withKey = (seen: Observation | null) => this.probeWithKey(cell, seen);
    function* plainly(): Plan<number> {
      if (matrix.get(cell)) return 0;
      const seen = yield* cells.probe(cell, "other_user_agent");
      return Number(seen !== null) + (yield* withKey(seen));
    }
    const isOrdinary = this.cells.root === probes.root && !this.cells.keyedSources.has(cell.source);
    if (!rootVariant || !isOrdinary || this.cache.cached) return yield* plainly();
    const ask = (rule: AskRule, request: ProbeRequest) => this.cells.send({ ...this.cells.question(cell, rule), request });
    const seen = yield* ask("other_user_agent", rootVariant.request);
    if (!seen?.answer || !passed(seen)) {
      const requests = 1 + (yield* withKey(seen));
      return matrix.passes(cell) ? requests : requests + (yield* plainly());
    }
    this.cells.keep(cell, seen);
    if (!rootVariant.isStale(seen.answer)) return 1;
    // Either a cache, or a shop that ignores the query: an unseen URL decides.
    const unseen = yield* ask("other_user_agent_at_unseen_address", rootVariant.elsewhere);
    if (!unseen?.answer || !passed(unseen)) return 2;
    if (rootVariant.isStale(unseen.answer)) this.cache.losesQuery = true;
    else this.cache.cached = { pass: unseen, fail: seen };
    return 2;
  }
}

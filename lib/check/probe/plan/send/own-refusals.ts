import type { Cell, Entry, Evidence } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Plan } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import { headerOf } from "@/lib/connectors/net/seen-answer";

const METHOD_NOT_ALLOWED = 405;

/** A response to HEAD has no body to compare. */
const isSameHead = (one: Observation, other: Observation): boolean =>
  one.answer?.status === other.answer?.status &&
  headerOf(one.answer ?? { headers: [] }, "content-type") === headerOf(other.answer ?? { headers: [] }, "content-type");

/** Some servers replace the shop's own 405 by a page. The server refuses only if methods that the shop accepts get that page too. */
export class OwnRefusals {
  private unclear: Entry[] = [];
  /** The signature of that page; null if there is none, undefined while unknown. */
  private own: string | null | undefined = undefined;

  constructor(private readonly evidence: Evidence) {}

  get questions(): number {
    return this.own || (this.unclear.length > 0 && !this.isHeard()) ? 1 : 0;
  }

  /** Returns whether the refusal does not count yet, or not at all. */
  setAside(cell: Cell, observation: Observation): boolean {
    const { refuses } = this.evidence.probes;
    const isPage = observation.answer?.status === METHOD_NOT_ALLOWED && observation.reading?.meaning === "blocked";
    const isServers = observation.reading?.sign == null || observation.reading.sign.sign === "page";
    if (!refuses.includes(cell.method) || !isPage || !isServers || observation.reading?.api) return false;
    if (this.own === undefined && this.isHeard()) this.own = null;
    if (this.own === null) return false;
    if (this.own === undefined) this.unclear.push({ cell, observation });
    return this.own === undefined || this.own === signatureOf(observation);
  }

  private isHeard(): boolean {
    return this.evidence.matrix
      .entries()
      .some(({ observation: { answer, reading } }) => answer?.status === METHOD_NOT_ALLOWED && reading?.api);
  }

  /** Returns what the server refused. If only methods that the shop refuses got the page, HEAD decides: rules about methods seldom omit it. */
  *decide(isReplacing: boolean, probeHead: (cell: Cell) => Plan<Observation | null>): Plan<readonly Entry[]> {
    const [first] = this.unclear;
    if (!first || this.own) return [];
    const { matrix, probes } = this.evidence;
    const signature = signatureOf(first.observation);
    const isListed = matrix
      .entries()
      .some(
        ({ cell, observation }) =>
          cell.method !== "GET" && !probes.refuses.includes(cell.method) && !passed(observation) && signatureOf(observation) === signature,
      );
    const isServers = isListed || this.isHeard();
    const head = isServers || isReplacing ? null : yield* probeHead(first.cell);
    const isOwn = !isServers && (isReplacing || (head !== null && isSameHead(head, first.observation)));
    this.own = isOwn ? signature : null;
    const unclear = this.unclear.splice(0);
    return isOwn ? [] : unclear;
  }
}

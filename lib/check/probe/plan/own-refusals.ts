import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Plan } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import { headerOf } from "@/lib/connectors/net/seen-answer";

interface Unclear {
  cell: Cell;
  observation: Observation;
}

const METHOD_NOT_ALLOWED = 405;

/** The same page, as far as its head shows: an answer to HEAD has nothing else. */
const isSameHead = (one: Observation, other: Observation): boolean =>
  one.answer?.status === other.answer?.status &&
  headerOf(one.answer ?? { headers: [] }, "content-type") === headerOf(other.answer ?? { headers: [] }, "content-type");

/** Some servers replace the shop's own 405 by a page: no refusal of theirs, unless methods that the shop refuses otherwise get it too. */
export class ShopRefusals {
  private unclear: Unclear[] = [];
  /** The signature of the page that stands for the shop's 405; null once it is known that there is none. */
  private own: string | null | undefined = undefined;

  constructor(private readonly findings: Findings) {}

  /** How many requests it takes to know. */
  get questions(): number {
    return this.own || (this.unclear.length > 0 && !this.isHeard()) ? 1 : 0;
  }

  /** Whether this says nothing, or not yet. */
  isUnclear(cell: Cell, observation: Observation): boolean {
    const { refuses } = this.findings.probes;
    const isPage = observation.answer?.status === METHOD_NOT_ALLOWED && observation.reading?.meaning === "blocked";
    const isServers = observation.reading?.sign == null || observation.reading.sign.sign === "page";
    if (!refuses.includes(cell.method) || !isPage || !isServers || observation.reading?.api) return false;
    if (this.own === undefined && this.isHeard()) this.own = null;
    if (this.own === null) return false;
    if (this.own === undefined) this.unclear.push({ cell, observation });
    return this.own === undefined || this.own === signatureOf(observation);
  }

  /** The shop's own 405 came through. */
  private isHeard(): boolean {
    return this.findings.matrix
      .entries()
      .some(({ observation: { answer, reading } }) => answer?.status === METHOD_NOT_ALLOWED && reading?.api);
  }

  /**
   * Called once all methods were asked; returns what the server refused. HEAD decides where no method is refused that the shop answers otherwise:
   * lists of methods seldom leave it out, and such shops refuse it. `isReplacing`: the server is known to replace the shop's answers.
   */
  *decide(isReplacing: boolean, askHead: (cell: Cell) => Plan<Observation | null>): Plan<readonly Unclear[]> {
    const [first] = this.unclear;
    if (!first || this.own) return [];
    const { matrix, probes } = this.findings;
    const signature = signatureOf(first.observation);
    const isListed = matrix
      .entries()
      .some(
        ({ cell, observation }) =>
          cell.method !== "GET" && !probes.refuses.includes(cell.method) && !passed(observation) && signatureOf(observation) === signature,
      );
    const isServers = isListed || this.isHeard();
    const head = isServers || isReplacing ? null : yield* askHead(first.cell);
    const isOwn = !isServers && (isReplacing || (head !== null && isSameHead(head, first.observation)));
    this.own = isOwn ? signature : null;
    // Includes what came while HEAD was requested.
    const unclear = this.unclear.splice(0);
    return isOwn ? [] : unclear;
  }
}

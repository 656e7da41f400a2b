import { isForeign401 } from "@/lib/check/diagnosis/read-answer";
import type { Cell, Entry, Evidence } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed } from "@/lib/check/probe/observation";
import { PLAUSIBLE_NUMBER, withNumber } from "@/lib/check/probe/order-number";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/requests";
import { Planner, type Sender } from "@/lib/check/probe/plan/send/send";
import { begin, join, type Part, type Plan } from "@/lib/check/probe/plan/step";
import { MAY_STAND_FOR_401, signatureOf } from "@/lib/check/probe/refusals";
import { isSame } from "@/lib/check/probe/visitor";
import { headerOf } from "@/lib/connectors/net/seen-answer";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

const METHOD_NOT_ALLOWED = 405;

/** A response to HEAD has no body to compare. */
const isSameHead = (one: Observation, other: Observation): boolean =>
  one.answer?.status === other.answer?.status &&
  headerOf(one.answer ?? { headers: [] }, "content-type") === headerOf(other.answer ?? { headers: [] }, "content-type");

/** Some servers replace the shop's own 405 by a page. The server refuses only if methods that the shop accepts get that page too. */
class OwnRefusals {
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

/** Recognises pages that a server shows instead of the shop's own 401, 404 and 405. */
export class SubstitutedPage extends Planner<Sender> {
  private hasTriedOpenForms = false;
  private notFound: Part<Observation | null> | null = null;
  /** Signature of the server's page for every "not found". */
  private ownNotFound: string | null = null;
  questionsAboutNotFound = 0;
  /** Cells that reached the shop, as their "not found" page shows. */
  readonly passedServer: Cell[] = [];
  private readonly refusals = new OwnRefusals(this.evidence);

  *verifySubstitution(cell: Cell, observation: Observation): Plan<boolean> {
    return (yield* this.verifyNotFoundPage(cell, observation)) || this.refusals.setAside(cell, observation);
  }

  /** The server's page for every "not found" does not mean that the method is refused. */
  private *verifyNotFoundPage(cell: Cell, observation: Observation): Plan<boolean> {
    const { unknown } = this.evidence.probes;
    if (unknown === null || cell.method === "GET" || observation.reading?.meaning !== "not_found") return false;
    if (this.ownNotFound === null && !this.notFound) {
      const question = { ...this.cells.question(this.readerLike(cell), "unknown_path", unknown), subject: "other" as const };
      this.questionsAboutNotFound += 1;
      this.notFound = yield* begin(this.cells.send(question, TO_CONFIRM));
    }
    const seen = this.notFound && (yield* join(this.notFound));
    if (seen && !passed(seen)) this.ownNotFound ??= signatureOf(seen);
    if (!this.isPageForNotFound(observation)) return false;
    this.passedServer.push(cell);
    return true;
  }

  /** A refused visitor would get the refusal for every path. */
  private readerLike(cell: Cell): Cell {
    const read = this.evidence.matrix.select({ subject: "resource", method: "GET" });
    const readers = read.filter(({ observation }) => passed(observation)).map((entry) => entry.cell);
    const reader = readers.find((one) => isSame(one, cell)) ?? readers[0];
    return reader ? { ...cell, source: reader.source, userAgent: reader.userAgent } : cell;
  }

  get questionsAboutRefusals(): number {
    return this.isReplacing ? 0 : this.refusals.questions;
  }

  private get isReplacing(): boolean {
    return this.evidence.server.substitutedPage !== null && this.ownNotFound !== null;
  }

  /** Called after all methods: returns those that the server itself refused. */
  *resolveUnclear(): Plan<Cell[]> {
    const refused = yield* this.refusals.decide(this.isReplacing, (cell) =>
      this.cells.send(this.cells.question({ ...cell, method: "HEAD" }, "head_of_refused_method")),
    );
    for (const { cell, observation } of refused) this.cells.keep(cell, observation);
    if (refused.length > 0) this.cells.journal.backOff();
    return refused.map(({ cell }) => cell);
  }

  isPageForNotFound(observation: Observation): boolean {
    return this.ownNotFound !== null && signatureOf(observation) === this.ownNotFound;
  }

  /** The root passes and the resource does not: a server may replace the shop's refusal. Tries other forms of the resource, once. */
  *probeOpenResource(refused: Cell, plain: Observation | null): Plan<boolean> {
    const { substitutedPage } = this.evidence.server;
    if (refused.subject !== "resource" || refused.method !== "GET" || substitutedPage || this.hasTriedOpenForms) return false;
    if (!plain || (!isClosedUnanswered(plain) && !MAY_STAND_FOR_401.has(plain.reading?.meaning ?? "pass")) || plain.reading?.api)
      return false;
    this.hasTriedOpenForms = true;
    const { journal } = this.cells;
    const before = journal.requests;
    if (plain.answer !== null && (yield* this.probeOpenForm(refused, plain, plain.answer.status))) return true;
    if (!(yield* this.probeOtherNumber(refused))) return false;
    journal.detours += journal.requests - before;
    return true;
  }

  private *probeOpenForm(refused: Cell, plain: Observation, status: number): Plan<boolean> {
    const { probes } = this.evidence;
    for (const request of probes.openResources) {
      // A different path proves nothing unless requests without a key are refused with 401.
      if (status !== 401 && request("GET").path.split("?")[0] !== plain.question.request.path) continue;
      if (this.cells.isOver) return false;
      const open = yield* this.cells.send(this.cells.question(refused, "resource_in_open_form", request("GET")), TO_CONFIRM);
      if (open && this.isRoutedBehind(plain, open)) {
        this.learnFrom401(refused, plain, open);
        return true;
      }
      if (!open || !passed(open)) continue;
      this.cells.resource = request;
      this.cells.ledger.server.substitutedPage = { plain, open };
      this.cells.ledger.matrix.set(refused, open);
      return true;
    }
    return false;
  }

  /** If a firewall refuses the made-up number, all methods use another one, unless that number shows an order. */
  private *probeOtherNumber(refused: Cell): Plan<boolean> {
    const resource = (method: string): ProbeRequest => {
      const request = this.evidence.probes.resource(method);
      return { ...request, path: withNumber(request.path, PLAUSIBLE_NUMBER) };
    };
    const request = resource("GET");
    if (this.cells.isOver || request.path === this.evidence.probes.resource("GET").path) return false;
    const open = yield* this.cells.send(this.cells.question(refused, "plausible_number", request), TO_CONFIRM);
    if (!open || !passed(open) || open.reading?.api?.says === "data") return false;
    this.cells.resource = resource;
    this.cells.ledger.server.orderNumber = PLAUSIBLE_NUMBER;
    this.cells.ledger.matrix.set(refused, open);
    return true;
  }

  /** A bare 401, but "not found" below it: a real password prompt would cover both. */
  private isRoutedBehind(plain: Observation, below: Observation): boolean {
    const { answer, reading } = plain;
    return (
      answer !== null && reading !== null && isForeign401(reading, answer) && below.reading?.meaning === "not_found" && !below.reading.api
    );
  }

  private learnFrom401(cell: Cell, plain: Observation, below: Observation): void {
    const { journal } = this.cells;
    journal.observer.treat401AsShop = true;
    const reread = journal.readAgain(plain);
    this.cells.keep(cell, reread);
    this.ownNotFound = signatureOf(below);
    this.cells.ledger.server.substitutedPage = { plain: reread, open: null };
  }
}

import { isForeign401 } from "@/lib/check/diagnosis/read-answer";
import type { Cell } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed } from "@/lib/check/probe/observation";
import { PLAUSIBLE_NUMBER, withNumber } from "@/lib/check/probe/order-number";
import { ShopRefusals } from "@/lib/check/probe/plan/own-refusals";
import { Planner, type Questions } from "@/lib/check/probe/plan/questions";
import { begin, join, type Part, type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { MAY_STAND_FOR_401, signatureOf } from "@/lib/check/probe/refusals";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Learns the pages that a server puts in place of the shop's "not found", 405 and 401, so that they count as the shop's words. */
export class SubstitutedPage extends Planner<Questions> {
  private hasSoughtOpen = false;
  private notFound: Part<Observation | null> | null = null;
  /** The signature of a page that stands for every "not found" of the shop. */
  private ownNotFound: string | null = null;
  /** Requests that were asked only to learn of that page. */
  questionsAboutNotFound = 0;
  /** Cells that got past the server and received the shop's own words. */
  readonly passedServer: Cell[] = [];
  private readonly refusals = new ShopRefusals(this.findings);

  /** Whether this answer to a method says nothing about it, or not yet. */
  *isOrMayBeSubstituted(cell: Cell, observation: Observation): Plan<boolean> {
    return (yield* this.isSubstitutedNotFound(cell, observation)) || this.refusals.isUnclear(cell, observation);
  }

  /** A page in place of every "not found" says nothing about a method to which the shop itself would say so. */
  private *isSubstitutedNotFound(cell: Cell, observation: Observation): Plan<boolean> {
    const { unknown } = this.findings.probes;
    if (unknown === null || cell.method === "GET" || observation.reading?.meaning !== "not_found") return false;
    if (this.ownNotFound === null && !this.notFound) {
      const question = { ...this.cells.question(cell, "unknown_path", unknown), subject: "other" as const };
      this.questionsAboutNotFound += 1;
      this.notFound = yield* begin(probeFresh(question));
    }
    const seen = this.notFound && (yield* join(this.notFound));
    if (seen && !passed(seen)) this.ownNotFound ??= signatureOf(seen);
    if (!this.isPageForNotFound(observation)) return false;
    this.passedServer.push(cell);
    return true;
  }

  /** Requests that are asked, or will be, to report whose words a refusal of a method is in. */
  get questionsAboutRefusals(): number {
    return this.isReplacing ? 0 : this.refusals.questions;
  }

  /** Known to put its pages in the place of the shop's words. */
  private get isReplacing(): boolean {
    return this.findings.server.substitutedPage !== null && this.ownNotFound !== null;
  }

  /** All methods were asked: what looked like the shop's own refusals in the server's words and was none. */
  *resolveUnclear(): Plan<Cell[]> {
    const refused = yield* this.refusals.decide(this.isReplacing, (cell) =>
      this.cells.once(this.cells.question({ ...cell, method: "HEAD" }, "head_of_refused_method")),
    );
    for (const { cell, observation } of refused) this.cells.keep(cell, observation);
    if (refused.length > 0) this.cells.journal.backOff();
    return refused.map(({ cell }) => cell);
  }

  /** The page that this server shows in the place of every "not found" of the shop, as far as is known. */
  isPageForNotFound(observation: Observation): boolean {
    return this.ownNotFound !== null && signatureOf(observation) === this.ownNotFound;
  }

  /**
   * The resource is refused where the root passes: some servers replace what the shop says without a key. A request to the same path that the shop
   * answers otherwise decides, and takes the resource's place from then on. Looked for once, at the first refusal.
   */
  *findOpenResource(refused: Cell, plain: Observation | null): Plan<boolean> {
    const { substitutedPage } = this.findings.server;
    if (refused.subject !== "resource" || refused.method !== "GET" || substitutedPage || this.hasSoughtOpen) return false;
    if (!plain || (!isClosedUnanswered(plain) && !MAY_STAND_FOR_401.has(plain.reading?.meaning ?? "pass")) || plain.reading?.api)
      return false;
    this.hasSoughtOpen = true;
    const { journal } = this.cells;
    const before = journal.requests;
    if (plain.answer !== null && (yield* this.findOpenForm(refused, plain, plain.answer.status))) return true;
    if (!(yield* this.findOtherNumber(refused))) return false;
    journal.detours += journal.requests - before;
    return true;
  }

  private *findOpenForm(refused: Cell, plain: Observation, status: number): Plan<boolean> {
    const { matrix, probes } = this.findings;
    for (const request of probes.openResources) {
      // Another path says something about refusals without a key alone.
      if (status !== 401 && request("GET").path.split("?")[0] !== plain.question.request.path) continue;
      if (this.cells.isOver) return false;
      const open = yield* probeFresh(this.cells.question(refused, "resource_in_open_form", request("GET")));
      if (open && this.isRoutedBehind(plain, open)) {
        this.learnFrom401(refused, plain, open);
        return true;
      }
      if (!open || !passed(open)) continue;
      this.cells.resource = request;
      this.findings.server.substitutedPage = { plain, open };
      matrix.set(refused, open);
      return true;
    }
    return false;
  }

  /** Is it the made-up number that is refused? Another one is asked for by all methods from then on, unless an order with it is shown. */
  private *findOtherNumber(refused: Cell): Plan<boolean> {
    const resource = (method: string): ProbeRequest => {
      const request = this.findings.probes.resource(method);
      return { ...request, path: withNumber(request.path, PLAUSIBLE_NUMBER) };
    };
    const request = resource("GET");
    if (this.cells.isOver || request.path === this.findings.probes.resource("GET").path) return false;
    const open = yield* probeFresh(this.cells.question(refused, "plausible_number", request));
    if (!open || !passed(open) || open.reading?.api?.says === "data") return false;
    this.cells.resource = resource;
    this.findings.server.orderNumber = PLAUSIBLE_NUMBER;
    this.findings.matrix.set(refused, open);
    return true;
  }

  /** A bare 401, and "not found" below it, both by the server: real access control would cover what lies below as well. */
  private isRoutedBehind(plain: Observation, below: Observation): boolean {
    const { answer, reading } = plain;
    return (
      answer !== null && reading !== null && isForeign401(reading, answer) && below.reading?.meaning === "not_found" && !below.reading.api
    );
  }

  /** From now on such a 401 counts as the shop's word, and such a "not found" as well. */
  private learnFrom401(cell: Cell, plain: Observation, below: Observation): void {
    const { journal } = this.cells;
    journal.observer.treat401AsShop = true;
    const reread = journal.readAgain(plain);
    this.cells.keep(cell, reread);
    this.ownNotFound = signatureOf(below);
    this.findings.server.substitutedPage = { plain: reread, open: null };
  }
}

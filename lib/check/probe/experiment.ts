import { ASK_RULES, type AskRule } from "@/lib/check/probe/ask-rules";
import { askBehindCache } from "@/lib/check/probe/cached-refusals";
import { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { ExperimentInput } from "@/lib/check/probe/experiment-input";
import { Factors } from "@/lib/check/probe/factors";
import { type Cell, type Findings, Matrix } from "@/lib/check/probe/findings";
import { type Identity, isSame } from "@/lib/check/probe/identity";
import { withoutKey } from "@/lib/check/probe/keys/without-key";
import { type Observation, passed, type Question } from "@/lib/check/probe/observation";
import { withNumber } from "@/lib/check/probe/order-number";
import { findRefusedByPlugin } from "@/lib/check/probe/refused-by-plugin";
import { askAboutRule } from "@/lib/check/probe/rule-questions";
import { isAddressOfApi, searchApi } from "@/lib/check/probe/search-api";
import { INTERMITTENT_MS } from "@/lib/check/probe/still-good";
import { askEachServer, askInTurns } from "@/lib/check/probe/turns";
import { askUnconfirmed } from "@/lib/check/probe/unconfirmed-refusals";
import { WorkingSearch } from "@/lib/check/probe/working-search";
import type { Cause } from "@/lib/check/result";
import { anew, type ProbeRequest } from "@/lib/connectors/shop-probes";

/**
 * Asks a shop what it lets through. Baseline, then the factors one at a time around a request that passed: User-Agents, addresses,
 * methods. Contrasts are asked only where something failed. Everything is written into the findings; nothing is concluded here.
 */
export class Experiment {
  readonly findings: Findings;
  private readonly cells: CellExecutor;
  private readonly factors: Factors;

  constructor(private readonly input: ExperimentInput) {
    const { platform, probes, agents, egress, control } = input;
    this.findings = {
      platform,
      probes,
      agents,
      egress,
      control,
      matrix: new Matrix(),
      beside: new Map(),
      working: null,
      location: { homePage: null, place: null, otherPlatform: null },
      redirects: { redirectLoop: null, deadRedirect: null, refusedBefore: null },
      server: { cached: null, substitutedPage: null, losesQuery: false, orderNumber: null },
      time: { limited: null, countsByUrl: null, turns: null, banned: null, brokeDown: null },
      key: { isBehindKey: false, dummyCredential: null, read: null, write: null, refusedName: null, unkeyed: [], found: [] },
      ruleQuestions: null,
    };
    this.cells = new CellExecutor(input.asker, this.findings, probes.root);
    this.factors = new Factors(input, this.findings, this.cells);
  }

  get isStopped(): boolean {
    return this.cells.isOver;
  }

  /** Finds a request that passes, then varies its factors one at a time; or looks for the API elsewhere. */
  async findWorkingAndVary(): Promise<void> {
    const anchor = await new WorkingSearch(this.input, this.findings, this.cells).find();
    const ask = (question: Question) => this.cells.once(question);
    if (!anchor) await searchApi(this.input, this.findings, ask);
    else if (!(await isAddressOfApi(this.input, this.findings, anchor, ask))) await this.factors.vary(anchor);
  }

  /** Begins at an identity that passed before: does it still? */
  async startAt(identity: Identity): Promise<boolean> {
    const cell: Cell = { ...identity, subject: "root", method: "GET" };
    if (!passed(await this.cells.cell(cell, "retest_of_key"))) return false;
    this.findings.working = cell;
    this.factors.other = identity;
    return true;
  }

  /**
   * A request with headers of its own, outside the matrix. `own` is asked as one pair of name and address that nothing was asked as before, if
   * there is one; `other` as the second identity; what will be compared with an answer, as the identity that got that.
   */
  async askAtWorking(
    rule: AskRule,
    request: ProbeRequest,
    credential: Question["credential"],
    subject: Question["subject"] = "orders",
    who: "own" | "other" | Identity = "own",
  ): Promise<Observation | null> {
    const { working, matrix } = this.findings;
    if (!working || this.isStopped) return null;
    const agents = this.input.agents;
    const usable = agents.find((userAgent) => matrix.passes({ ...working, userAgent })) ?? working.userAgent;
    const usual = { source: working.source, userAgent: usable };
    // What is compared with the reading of orders differs from it in one thing.
    const isComparedWithReading = ["contrast_key", "contrast_invented"].includes(ASK_RULES[rule].reason);
    const reader = isComparedWithReading ? (this.findings.key.read?.question ?? null) : null;
    const unseen = who === "own" && reader === null ? this.factors.nextUnseen(credential) : null;
    const isAsUnseen = unseen !== null;
    const own: Identity = who === "other" ? (this.factors.other ?? usual) : (reader ?? unseen ?? usual);
    const { source, userAgent } = typeof who === "object" ? who : own;
    const numbered = credential === "dummy" ? { ...request, path: withNumber(request.path, this.findings.server.orderNumber) } : request;
    const question: Question = { rule, subject, request: numbered, source, userAgent, below: "base", credential };
    const observation = isAsUnseen ? await this.cells.onceOrTwice(question) : await this.cells.settle(question);
    if (observation && !passed(observation) && isAsUnseen) {
      // Is that about this pair, about the request, or a ban that has begun?
      this.input.asker.backOff();
      const cell = { ...working, source, userAgent };
      const isHeard = matrix.entries().some((one) => one.cell.subject === subject && isSame(one.cell, question) && passed(one.observation));
      // This visitor got through to the same place by other methods.
      if (isHeard) return (await this.cells.isStillGood(source)) ? observation : null;
      const mayReadRoot = passed(await this.cells.cell(cell, "root_as_new_pair"));
      if (!mayReadRoot && !(await this.cells.isStillGood(source))) {
        matrix.delete(cell);
        return null;
      }
      // An index that is hidden lists no rights to any identity.
      if (rule === "read_rights" && mayReadRoot && this.findings.key.isBehindKey) return observation;
      const again = await this.askAtWorking(rule, anew(request), credential, subject, usual);
      if (again && passed(again) && mayReadRoot && source === usual.source) await this.noteRefusedName(observation, again);
      return again;
    }
    if (rule === "read_orders") this.findings.key.read = observation;
    if (rule === "write_tracking") this.findings.key.write = observation;
    return observation;
  }

  /** Refused under one name alone, though the root passes under it: from our other addresses as well? */
  private async noteRefusedName(fail: Observation, pass: Observation): Promise<void> {
    const { question } = fail;
    const { other } = this.factors;
    const elsewhere =
      other && other.source !== question.source
        ? await this.cells.once({ ...question, source: other.source, request: anew(question.request) })
        : null;
    this.findings.key.refusedName = { pass, fail, isElsewhere: !passed(elsewhere) };
  }

  /** A request with a key did not reach the shop: the same one without it, by the same visitor; and where that fails too, the root. */
  async askWithoutKey({ question }: Observation): Promise<Observation | null> {
    if (this.findings.key.isBehindKey) return null;
    const plain = await this.cells.settle({
      ...question,
      rule: "same_without_key",
      credential: "none",
      request: withoutKey(question.request),
    });
    const { method } = question.request;
    const { source, userAgent } = question;
    // Refused as well: has a ban begun, or is it what was asked for?
    if (plain && !passed(plain) && (await this.cells.isStillGood(source))) {
      if (method === "GET") await this.cells.cell({ subject: "root", method, source, userAgent }, "root_after_same_without_key");
      else await this.factors.askMethodAgain(method);
    }
    return plain;
  }

  /** Said by the server in the place of what the shop says of a place that it does not know. */
  readonly isSubstitutedNotFound = (observation: Observation): boolean => this.cells.words.isPageForNotFound(observation);

  /** GET of the API's root, where a redirect may have moved it. */
  get root(): ProbeRequest {
    return this.cells.addCredentialsEverywhere ? this.input.probes.root : this.cells.root;
  }

  /** The path as this server wants it, for signatures. */
  pathOf(path: string): string {
    return this.input.asker.pathOf(path);
  }

  /** Every address and User-Agent that has to pass was asked: pairs that the header and the keys were not sent as are asked without them. */
  async askUnseen(): Promise<void> {
    const { working } = this.findings;
    const { asked } = this.cells;
    for (const { source, userAgent } of this.factors.unseen)
      if (working && !asked.some((one) => isSame(one, { source, userAgent })))
        await this.cells.cell({ ...working, source, userAgent }, "pair_never_asked_as");
  }

  /** Methods that a security plugin refuses in WordPress' words: known once the others were asked. */
  findRefusedByPlugin(): Promise<void> {
    const { asker, withKey } = this.input;
    return findRefusedByPlugin({ asker, withKey, findings: this.findings, cells: this.cells });
  }

  /** Refused methods: by the OWASP rules, or by a rule of the server? The last questions of a check, since they may be refused too. */
  async askAboutRule(): Promise<void> {
    await askAboutRule(
      this.findings,
      (cell, rule, request) => this.cells.question(cell, rule, request),
      (question) => this.cells.once(question),
    );
  }

  /** Do these causes stand on refusals that a cache kept, or that a ban made? Returns whether anything of that was found. */
  askBehindCache(causes: readonly Cause[]): Promise<boolean> {
    return askBehindCache(causes, this.findings, this.input.asker.observations, this.cells, this.input.asker.requestsLeft);
  }

  /** Do they stand on one of several servers? Returns whether that was found. */
  async askSeveral(causes: readonly Cause[]): Promise<boolean> {
    const { asker } = this.input;
    return (await askEachServer(causes, this.findings, asker)) || (await askInTurns(this.findings, asker));
  }

  /** Do these causes stand on chance? Returns whether anything was taken back that they were found by. */
  askUnconfirmed(causes: readonly Cause[]): Promise<boolean> {
    const { asker } = this.input;
    const ask = (question: Question) => this.cells.once(question);
    return askUnconfirmed(
      causes,
      this.findings,
      asker.observations,
      ask,
      () => asker.waitMs(INTERMITTENT_MS),
      (refusal) => this.cells.still.isLetInElsewhere(refusal),
    );
  }

  /** Is a method refused without a key as well? */
  askMethodAgain(method: string): Promise<void> {
    return this.factors.askMethodAgain(method);
  }
}

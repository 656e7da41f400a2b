import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Asker } from "@/lib/check/probe/asker";
import { CleanRoots } from "@/lib/check/probe/clean-roots";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed, type Question } from "@/lib/check/probe/observation";
import {
  isAnsweredElsewhere,
  isCut,
  isLimitToWaitFor,
  isSpokenBeforeBan,
  limitSeconds,
  mayBeAboutTime,
  mayBeDeferred,
  planOutlast,
  planRepeat,
  RepeatKnowledge,
} from "@/lib/check/probe/plan-repeats";
import { isSpokenByShop, isTooLate, isTransient, isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import { StillGood } from "@/lib/check/probe/still-good";
import { SubstitutedPage } from "@/lib/check/probe/substituted-page";
import { anew, type ProbeRequest } from "@/lib/connectors/shop-probes";

/**
 * Asks the cells of the matrix until their outcome counts: what may be the connection's, the moment's or a limit's fault is asked again,
 * and bans that begin meanwhile are noticed by asking what passed before.
 */
export class CellExecutor {
  readonly known = new RepeatKnowledge();
  private wakeUp: Promise<Observation | null> | null = null;
  /** Whether what passed before still does. */
  readonly still: StillGood;
  /** Adds the key to a request, where the shop is closed to requests without one. */
  addCredentialsEverywhere: ((request: ProbeRequest) => ProbeRequest | null) | null = null;
  /** Addresses that are let in by a key alone, and what brings it. */
  readonly keyedSources = new Set<Cell["source"]>();
  addCredentials: typeof this.addCredentialsEverywhere = null;
  /** What a server says in the place of the shop, and what is asked by all methods for that. */
  readonly words: SubstitutedPage;

  constructor(
    private readonly asker: Asker,
    private readonly findings: Findings,
    /** GET of the API's root; a redirect may move it. */
    public root: ProbeRequest,
  ) {
    this.words = new SubstitutedPage(asker, findings, this);
    this.still = new StillGood(asker, findings, this, () => this.words.resource("GET"));
  }

  /** Does what passed before still pass, and what that was. */
  isStillGood(source: Cell["source"], refusal: Observation | null = null): Promise<boolean> {
    return this.still.isGood(source, refusal);
  }

  private get hasPassed(): boolean {
    return this.still.hasPassed;
  }

  /** Who was asked as whom for what, and said something of it. */
  get asked(): Cell[] {
    return [...this.findings.matrix.entries().map(({ cell }) => cell), ...this.words.heard];
  }

  get isOver(): boolean {
    return this.still.isStopped || this.asker.timeLeftMs < 50;
  }

  /** One cell with its repeats. Null when it was not asked. */
  async cell(cell: Cell, rule: AskRule): Promise<Observation | null> {
    const { matrix } = this.findings;
    const known = matrix.get(cell);
    if (known) return known;
    const { asker } = this;
    if (this.isOver || !asker.canReach(cell.source)) return null;
    if (await this.still.meetsTurns()) return null;
    const { countsByUrl } = this.findings.time;
    if (countsByUrl && countsByUrl.fail.question.subject === cell.subject) return null;
    const beside = cell.subject === "root" ? await this.findCleanRoot(cell) : null;
    const question = this.question(cell, rule);
    const first = await asker.ask(question, { fresh: asker.isBackingOff });
    if (!first) return null;
    if (!passed(first) && !first.probe.coldConnection && (await this.words.findOpenResource(cell, first))) return matrix.get(cell);
    if (await this.words.isOrMayBeSubstituted(cell, first)) return null;
    let observation = passed(first)
      ? await this.repeatCut(question, first, "outcome_again")
      : mayBeDeferred(cell, first)
        ? first
        : await this.repeat(question, first, "outcome_again");
    // What may be over in a moment counts once it was repeated.
    if (observation === first && isTransient(first) && asker.requestsLeft <= 0) return null;
    if (!passed(observation)) {
      if (!isSpokenByShop(observation)) asker.backOff();
      if (this.hasEndedLike(observation)) return null;
      if (await this.isAboutTime(observation, cell)) {
        if (!isSpokenBeforeBan(first, this.findings.time.banned)) return null;
        matrix.set(cell, first);
        return first;
      }
      observation = await this.outlast(question, observation, "outcome_again");
      if (this.still.cleanRoots && cell.subject === "root") this.still.cleanRoots.hasCachedRefusal = true;
      if (beside && !passed(observation)) this.findings.beside.set(observation, beside);
    }
    this.keep(cell, observation);
    return observation;
  }

  /** A cache shows refusals to everybody who comes to that address afterwards: from now on none is met twice. */
  askAtUnseen(root: ProbeRequest, count: number): void {
    this.still.cleanRoots = new CleanRoots(root, count);
  }

  /** Moves on to an address of the root without a refusal; for another source to one that passes for the working identity. */
  private async findCleanRoot({ source }: Cell): Promise<Observation | null> {
    const { cleanRoots } = this.still;
    const { working } = this.findings;
    if (!cleanRoots?.hasCachedRefusal) return null;
    this.root = cleanRoots.next();
    cleanRoots.hasCachedRefusal = false;
    const beside = working && source !== working.source ? await this.once(this.question(working, "passing_beside_refusal")) : null;
    return beside && passed(beside) ? beside : null;
  }

  /** A ban was noticed meanwhile, and this may be its doing. */
  private hasEndedLike(refusal: Observation): boolean {
    const { banned } = this.findings.time;
    return this.still.isStopped && banned !== null && signatureOf(refusal) === signatureOf(banned.fail);
  }

  /** The outcome of a cell, by whatever request it was found. */
  keep(cell: Cell, observation: Observation): void {
    this.still.note(cell.source, observation);
    this.findings.matrix.set(cell, observation);
  }

  /** Silence, a limit and trouble may be about the time, not about what was changed: does that which passed before still pass? */
  private async isAboutTime(refusal: Observation, { source, method }: Pick<Cell, "source" | "method">): Promise<boolean> {
    const passedSoFar = { any: this.hasPassed, fromSource: this.still.hasPassedFrom(source) };
    return mayBeAboutTime(refusal, method, this.known, passedSoFar) && !(await this.isStillGood(source, refusal));
  }

  /** A refusal that may be over is asked for again; once it has lasted, it counts. */
  private async outlast(question: Question, refusal: Observation, rule: AskRule): Promise<Observation> {
    const plan = planOutlast(refusal, this.known, this.hasPassed, this.still.intermittent);
    if (plan === "none") return refusal;
    const isLimit = plan === "limit_once";
    const again = await (isLimit ? this.once({ ...question, rule, request: anew(question.request) }) : this.onceOrTwice(question, rule));
    if (again && !passed(again)) this.known.noteLasting(refusal);
    if (isLimit && again && passed(again)) this.findings.time.limited ??= { pass: again, fail: refusal };
    return again ?? refusal;
  }

  /** A question outside of the matrix, repeated where a moment's trouble met it. */
  async onceOrTwice(question: Question, rule = question.rule): Promise<Observation | null> {
    const ask = () => this.once({ ...question, rule, request: anew(question.request) });
    let first = await ask();
    if (first && isTooLate(first)) {
      this.asker.keepNoConnections();
      first = (await ask()) ?? first;
    }
    if (!first || !isTrouble(first)) return first && this.repeatCut(question, first, rule);
    this.asker.backOff();
    return (await ask()) ?? first;
  }

  /** A question outside of the matrix, without repeats. Null when nothing may be asked any more. */
  async once(question: Question): Promise<Observation | null> {
    return this.isOver ? null : this.asker.ask(question, { fresh: this.asker.isBackingOff });
  }

  /** A question outside of the matrix, with its repeats. Null where a ban or a limit has begun, or nothing may be asked any more. */
  async settle(question: Question): Promise<Observation | null> {
    const { asker } = this;
    if (this.isOver) return null;
    const first = await asker.ask(question, { fresh: asker.isBackingOff });
    if (!first) return first;
    if (passed(first)) return this.repeatCut(question, first, question.rule);
    if (isAnsweredElsewhere(question, first, this.findings.key.read)) return first;
    // It stays a question of its own: as a mere repeat it would pass for one of the matrix.
    const last = await this.repeat(question, first, question.rule);
    if (passed(last)) return last;
    asker.backOff();
    return (await this.isAboutTime(last, { source: question.source, method: "GET" })) ? null : this.outlast(question, last, question.rule);
  }

  /** A body that broke off once is no shop that breaks its bodies off: it is asked for again, until two in a row were cut. */
  private async repeatCut(question: Question, first: Observation, rule: AskRule): Promise<Observation> {
    if (!isCut(first) || this.known.cutsBodies || this.isOver) return first;
    const again = (await this.asker.ask({ ...question, rule, request: anew(question.request) }, { fresh: true })) ?? first;
    this.known.cutsBodies = isCut(again);
    return passed(again) ? again : first;
  }

  /** A failure on a kept connection, a limit, and what may be over in a moment are asked again, on a connection of their own. */
  private async repeat(question: Question, first: Observation, rule: AskRule): Promise<Observation> {
    const { asker } = this;
    const again = async (): Promise<Observation | null> => {
      return asker.ask({ ...question, rule, request: anew(question.request) }, { fresh: true });
    };
    const plan = planRepeat(first, question.subject, this.known, this.hasPassed);
    if (plan === "wait_for_limit") return this.waitForLimit(first, again);
    if (plan === "wait_for_slow_shop") return this.repeatSlow(first, again);
    let last = first;
    if (plan !== "none") {
      if (isTransient(first) && !isTooLate(first)) asker.backOff();
      if (plan === "closed_as_before") return first;
      last = (await again()) ?? first;
      if (isTooLate(first) && passed(last)) asker.keepNoConnections();
      if (isClosedUnanswered(first) && signatureOf(first) === signatureOf(last)) this.known.noteClosure(last);
      if (passed(last) && this.hasPassed && mayBeLimit(first)) this.findings.time.limited ??= { pass: last, fail: first };
    }
    return isLimitToWaitFor(last, plan !== "none", this.hasPassed) ? this.waitForLimit(last, again) : last;
  }

  /** A shop that was asleep may need longer for its first answer than the timeout. One second try decides; the others wait for its outcome. */
  private async repeatSlow(slow: Observation, again: () => Promise<Observation | null>): Promise<Observation> {
    if (this.wakeUp && !passed(await this.wakeUp)) return slow;
    const second = again();
    this.wakeUp ??= second;
    return (await second) ?? slow;
  }

  private async waitForLimit(limited: Observation, again: () => Promise<Observation | null>): Promise<Observation> {
    const { asker } = this;
    if ((this.findings.time.limited || this.known.usedUp) && !this.hasPassed) return limited;
    const isCertain = limited.reading?.meaning === "rate_limited";
    const { seconds, isWorthWaiting } = limitSeconds(limited);
    asker.backOff(seconds > 1 ? 1_000 : 500);
    let later = limited;
    if (isWorthWaiting) {
      await asker.waitMs(seconds * 1_000 + 100);
      later = (await again()) ?? limited;
      if (passed(later)) this.findings.time.limited ??= { pass: later, fail: limited };
    }
    // Once something has passed, asking that again decides whether this is the time or a refusal (see `cell`).
    // Limits count by address: before anything passed, another source may be let in.
    if (isCertain && !passed(later) && !this.hasPassed) this.known.usedUp ??= limited;
    return later;
  }

  /** Every source was asked and none got in: other identities are asked by one request alone. */
  noteLimit(): void {
    if (this.known.usedUp && !this.hasPassed) this.findings.time.limited ??= { pass: null, fail: this.known.usedUp };
  }

  /** Absolute address of the root. */
  get rootUrl(): string {
    const { target } = this.asker.base;
    return target.origin + target.basePath + this.root.path;
  }

  /** The question of a cell, or another one in its place: with the key where the shop is closed without one. */
  question(cell: Cell, rule: AskRule, instead?: ProbeRequest): Question {
    const { subject, userAgent, source } = cell;
    const isKeyed = this.keyedSources.has(source);
    const plain = instead ?? (subject === "root" && !isKeyed ? this.root : this.words.resource(cell.method));
    const credentialed = (this.addCredentialsEverywhere ?? (isKeyed ? this.addCredentials : null))?.(plain);
    return { rule, subject, request: credentialed ?? plain, userAgent, source, below: "base", credential: credentialed ? "key" : "none" };
  }
}

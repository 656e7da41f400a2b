import { LONGEST_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import { type AskRule, reasonOf } from "@/lib/check/probe/ask-rules";
import type { Asker } from "@/lib/check/probe/asker";
import { CleanRoots } from "@/lib/check/probe/clean-roots";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isSilent, type Observation, passed, type Question } from "@/lib/check/probe/observation";
import {
  isSpokenByShop,
  isTooLate,
  isTransient,
  isTrouble,
  mayBeLimit,
  mayStandForNothingThere,
  signatureOf,
} from "@/lib/check/probe/refusals";
import { StillGood } from "@/lib/check/probe/still-good";
import { SubstitutedPage } from "@/lib/check/probe/substituted-page";
import { anew, type ProbeRequest } from "@/lib/connectors/shop-probes";

/**
 * Asks the cells of the matrix until their outcome counts: what may be the connection's, the moment's or a limit's fault is asked again,
 * and bans that begin meanwhile are noticed by asking what passed before.
 */
export class CellAsker {
  /** Two answers in a row broke off. */
  private cutsBodies = false;
  private wakeUp: Promise<Observation | null> | null = null;
  /** The first limit that was met before anything had passed. */
  private usedUp: Observation | null = null;
  /** Signatures of trouble that lasted while something else passed: it is a refusal, whatever it says. */
  private readonly lasting = new Set<string>();
  /** How connections were closed without an answer, twice in a row. */
  private readonly closures = new Set<string>();
  /** Whether what passed before still does. */
  readonly still: StillGood;
  /** Makes a request one that brings a key, where the shop is closed to whoever brings none. */
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
      : this.mayBeDeferred(cell, first)
        ? first
        : await this.repeat(question, first, "outcome_again");
    // What may be over in a moment counts once it was repeated.
    if (observation === first && isTransient(first) && asker.requestsLeft <= 0) return null;
    if (!passed(observation)) {
      if (!isSpokenByShop(observation)) asker.backOff();
      if (this.hasEndedLike(observation)) return null;
      if (await this.isAboutTime(observation, cell)) return this.keepRefusal(cell, first);
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

  /** Moves on to an address of the root without a refusal; for another address of ours to one that lets pass whom it was found by. */
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
    const mayBe =
      mayBeLimit(refusal) ||
      refusal.reading?.meaning === "rate_limited" ||
      // Methods that are closed alike, one after the other: whether a ban has begun is asked once, behind the last of them.
      (this.still.hasPassedFrom(source) && isSilent(refusal) && (method === "GET" || !this.isKnownToClose(refusal))) ||
      (isTrouble(refusal) && !this.lasting.has(signatureOf(refusal)));
    return this.hasPassed && mayBe && !(await this.isStillGood(source, refusal));
  }

  /**
   * Trouble, or a limit, that something else got past meanwhile may be over: what met it is asked again. Trouble twice, since of machines that take turns
   * one answers every second request. Once it has lasted, it counts.
   */
  private async outlast(question: Question, refusal: Observation, rule: AskRule): Promise<Observation> {
    const signature = signatureOf(refusal);
    if (!this.hasPassed || this.lasting.has(signature)) return refusal;
    const isLimit = refusal.reading?.meaning === "rate_limited" || mayBeLimit(refusal) || signature === this.still.intermittent;
    if (!isLimit && !isTrouble(refusal)) return refusal;
    const seconds = refusal.answer ? retryAfterSeconds(refusal.answer) : null;
    if (isLimit && seconds !== null && seconds > LONGEST_WAIT_SECONDS) return refusal;
    const again = await (isLimit ? this.once({ ...question, rule, request: anew(question.request) }) : this.onceOrTwice(question, rule));
    if (again && !passed(again)) this.lasting.add(signature);
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

  /** What failed before anything had passed is asked once more where it may have been a moment's trouble. */
  async askTroubledAgain(): Promise<void> {
    if (!this.hasPassed) return;
    /** Refused once more alike: names and the control that met the same need no third question. */
    const told: Cell["source"][] = [];
    for (const { cell, observation } of [...this.findings.matrix.entries()]) {
      if (passed(observation) || !(isTransient(observation) || observation.reading?.meaning === "page")) continue;
      const isDecided = told.includes(cell.source) || (told.length > 0 && cell.source.kind === "control");
      if (isDecided && (this.isKnownToClose(observation) || this.lasting.has(signatureOf(observation)))) continue;
      const again = await this.onceOrTwice(this.question(cell, "trouble_again"));
      if (again && passed(again)) this.keep(cell, again);
      if (!again || passed(again) || !(isTrouble(again) || isClosedUnanswered(again))) continue;
      told.push(cell.source);
      if (isTrouble(again)) this.lasting.add(signatureOf(again));
    }
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
    if (this.isAnsweredElsewhere(question, first)) return first;
    // It stays a question of its own: as a mere repeat it would pass for one of the matrix.
    const last = await this.repeat(question, first, question.rule);
    if (passed(last)) return last;
    asker.backOff();
    return (await this.isAboutTime(last, { source: question.source, method: "GET" })) ? null : this.outlast(question, last, question.rule);
  }

  /** A page about a write to nothing, for which the method is asked without the key, and what becomes of a key that nobody has where ours reads orders. */
  private isAnsweredElsewhere({ rule }: Question, seen: Observation): boolean {
    const { read } = this.findings.key;
    if (reasonOf(rule) === "dummy_credential") return seen.answer !== null && passed(read) && read?.answer?.status === 200;
    return reasonOf(rule) === "write_tracking" && mayStandForNothingThere(seen);
  }

  /** A body that broke off once is no shop that breaks its bodies off: it is asked for again, until two in a row were cut. */
  private async repeatCut(question: Question, first: Observation, rule: AskRule): Promise<Observation> {
    const isCut = (observation: Observation): boolean => observation.reading?.reason === "truncated";
    if (!isCut(first) || this.cutsBodies || this.isOver) return first;
    const again = (await this.asker.ask({ ...question, rule, request: anew(question.request) }, { fresh: true })) ?? first;
    this.cutsBodies = isCut(again);
    return passed(again) ? again : first;
  }

  /** The refusal that set a ban off was spoken before the ban: it stays, what came after it says nothing. */
  private keepRefusal(cell: Cell, first: Observation): Observation | null {
    const { matrix } = this.findings;
    const { banned } = this.findings.time;
    if (!banned || !first.answer || first.reading?.meaning === "server_error" || signatureOf(first) === signatureOf(banned.fail))
      return null;
    matrix.set(cell, first);
    return first;
  }

  /**
   * A method that was refused in so many words on a kept connection, or by silence, is asked again only if no other one is refused alike on a
   * connection of its own: what counts refusals should have few to count, and each silence takes ten seconds.
   */
  private mayBeDeferred(cell: Cell, first: Observation): boolean {
    const isPlain = first.reading?.meaning === "blocked" || first.failure?.code === "response_timed_out";
    return cell.method !== "GET" && !first.probe.coldConnection && isPlain;
  }

  /**
   * What is refused to one of ours and not to another is perhaps refused by chance: the very same is asked once more before much is asked about it. What was
   * let in takes all back that was refused alike.
   */
  async isRefusedAgain(cell: Cell): Promise<boolean> {
    const refusal = this.findings.matrix.get(cell);
    if (!refusal || (refusal.reading?.meaning !== "blocked" && !isClosedUnanswered(refusal))) return true;
    const again = await this.asker.ask(this.question(cell, "chance_again"), { fresh: true });
    if (!again || !passed(again)) return true;
    this.still.noteIntermittent({ pass: again, fail: refusal });
    return false;
  }

  /** Asks again what was put off, and returns those that are refused all the same. */
  async repeatDeferred(refused: readonly Cell[]): Promise<Cell[]> {
    const { matrix } = this.findings;
    const left: Cell[] = [];
    const cold = new Set<string>();
    for (const cell of refused) {
      const observation = matrix.get(cell);
      if (observation?.probe.coldConnection) cold.add(signatureOf(observation));
    }
    for (const cell of refused) {
      const first = matrix.get(cell);
      if (!first) continue;
      if (!first.probe.coldConnection && !cold.has(signatureOf(first)) && !this.isOver) {
        const again = await this.asker.ask(this.question(cell, "deferred_refusal_again"), { fresh: true });
        if (again) matrix.set(cell, again);
        if (again && !passed(again)) cold.add(signatureOf(again));
      }
      if (!matrix.passes(cell)) left.push(cell);
    }
    return left;
  }

  /** A failure on a kept connection, a limit, and what may be over in a moment are asked again, on a connection of their own. */
  private async repeat(question: Question, first: Observation, rule: AskRule): Promise<Observation> {
    const { asker } = this;
    const again = async (): Promise<Observation | null> => {
      return asker.ask({ ...question, rule, request: anew(question.request) }, { fresh: true });
    };
    let last = first;
    if (last.reading?.meaning === "rate_limited") return this.waitForLimit(last, again);
    if (last.failure?.code === "response_timed_out" && !this.hasPassed && question.subject === "root") return this.repeatSlow(last, again);
    if (!last.probe.coldConnection || (isTransient(last) && !this.lasting.has(signatureOf(last)))) {
      if (isTransient(last) && !isTooLate(first)) asker.backOff();
      if (isClosedUnanswered(last) && last.probe.coldConnection && this.isKnownToClose(last)) return last;
      last = (await again()) ?? last;
      if (isTooLate(first) && passed(last)) asker.keepNoConnections();
      if (isClosedUnanswered(first) && signatureOf(first) === signatureOf(last)) this.closures.add(signatureOf(last));
      if (passed(last) && this.hasPassed && mayBeLimit(first)) this.findings.time.limited ??= { pass: last, fail: first };
      if (last.reading?.meaning === "rate_limited") return this.waitForLimit(last, again);
    }
    if (!passed(last) && mayBeLimit(last) && this.hasPassed) return this.waitForLimit(last, again);
    return last;
  }

  /** Something was closed alike twice in a row: whoever meets the same meets no mere moment. */
  private isKnownToClose(closed: Observation): boolean {
    return this.closures.has(signatureOf(closed));
  }

  /** A shop that was asleep may need longer for its first answer than we wait. One second try tells; the others wait for its outcome. */
  private async repeatSlow(slow: Observation, again: () => Promise<Observation | null>): Promise<Observation> {
    if (this.wakeUp && !passed(await this.wakeUp)) return slow;
    const second = again();
    this.wakeUp ??= second;
    return (await second) ?? slow;
  }

  private async waitForLimit(limited: Observation, again: () => Promise<Observation | null>): Promise<Observation> {
    const { asker } = this;
    if ((this.findings.time.limited || this.usedUp) && !this.hasPassed) return limited;
    const isCertain = limited.reading?.meaning === "rate_limited";
    const seconds = (limited.answer ? retryAfterSeconds(limited.answer) : null) ?? 2;
    asker.backOff(seconds > 1 ? 1_000 : 500);
    let later = limited;
    if (seconds <= LONGEST_WAIT_SECONDS) {
      await asker.waitMs(seconds * 1_000 + 100);
      later = (await again()) ?? limited;
      if (passed(later)) this.findings.time.limited ??= { pass: later, fail: limited };
    }
    // Once something has passed, asking that again tells whether this is the time or a refusal (see `cell`).
    // Limits count by address: before anything passed, another one of ours may be let in.
    if (isCertain && !passed(later) && !this.hasPassed) this.usedUp ??= limited;
    return later;
  }

  /** Every address of ours was asked and none got in: who else does is asked by one request alone. */
  noteLimit(): void {
    if (this.usedUp && !this.hasPassed) this.findings.time.limited ??= { pass: null, fail: this.usedUp };
  }

  /** Absolute address of the root. */
  get rootUrl(): string {
    const { target } = this.asker.base;
    return target.origin + target.basePath + this.root.path;
  }

  /** The question of a cell, or another one in its place: with the key where the shop is closed to whoever brings none. */
  question(cell: Cell, rule: AskRule, instead?: ProbeRequest): Question {
    const { subject, userAgent, source } = cell;
    const isKeyed = this.keyedSources.has(source);
    const plain = instead ?? (subject === "root" && !isKeyed ? this.root : this.words.resource(cell.method));
    const credentialed = (this.addCredentialsEverywhere ?? (isKeyed ? this.addCredentials : null))?.(plain);
    return { rule, subject, request: credentialed ?? plain, userAgent, source, below: "base", credential: credentialed ? "key" : "none" };
  }
}

import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Cell } from "@/lib/check/probe/findings";
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
} from "@/lib/check/probe/plan/plan-repeats";
import type { CheckSetup } from "@/lib/check/probe/plan/questions";
import { Questions } from "@/lib/check/probe/plan/questions";
import { begin, join, type Part, type Plan, probe, probeFresh, wait } from "@/lib/check/probe/plan/step";
import { CleanRoots, StillGood } from "@/lib/check/probe/plan/still-good";
import { SubstitutedPage } from "@/lib/check/probe/plan/substituted-page";
import { isSpokenByShop, isTooLate, isTransient, isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Asks cells until their outcome counts: what may be the fault of the connection, the moment or a limit is asked again. */
export class Cells extends Questions {
  readonly known = new RepeatKnowledge();
  private wakeUp: Part<Observation | null> | null = null;
  /** Whether what passed before still does. */
  readonly still: StillGood;
  /** What a server says in the place of the shop, and what is asked by all methods for that. */
  readonly words: SubstitutedPage;

  constructor(setup: CheckSetup) {
    super(setup);
    this.words = new SubstitutedPage(this);
    this.still = new StillGood(this);
  }

  /** The cells that were asked and answered. */
  get asked(): Cell[] {
    return [...this.findings.matrix.entries().map(({ cell }) => cell), ...this.words.passedServer];
  }

  /** One cell with its repeats. Null when it was not asked. */
  *ask(cell: Cell, rule: AskRule): Plan<Observation | null> {
    const { matrix } = this.findings;
    const known = matrix.get(cell);
    if (known) return known;
    const { journal } = this;
    if (this.isOver || !journal.canReach(cell.source)) return null;
    if (yield* this.still.meetsTurns()) return null;
    const { countsByUrl } = this.findings.time;
    if (countsByUrl && countsByUrl.fail.question.subject === cell.subject) return null;
    const open = cell.subject === "root" ? yield* this.findCleanRoot(cell) : null;
    const question = this.question(cell, rule);
    const first = yield* probe(question);
    if (!first) return null;
    if (!passed(first) && !first.probe.coldConnection && (yield* this.words.findOpenResource(cell, first))) return matrix.get(cell);
    if (yield* this.words.isOrMayBeSubstituted(cell, first)) return null;
    let observation = passed(first)
      ? yield* this.repeatCut(question, first, "outcome_again")
      : mayBeDeferred(cell, first)
        ? first
        : yield* this.repeat(question, first, "outcome_again");
    // What may be over in a moment counts once it was repeated.
    if (observation === first && isTransient(first) && journal.requestsLeft <= 0) return null;
    if (!passed(observation)) {
      if (!isSpokenByShop(observation)) journal.backOff();
      if (this.hasEndedLike(observation)) return null;
      if (yield* this.isAboutTime(observation, cell)) {
        if (!isSpokenBeforeBan(first, this.findings.time.banned)) return null;
        matrix.set(cell, first);
        return first;
      }
      observation = yield* this.outlast(question, observation, "outcome_again");
      if (this.still.cleanRoots && cell.subject === "root") this.still.cleanRoots.hasCachedRefusal = true;
      if (open && !passed(observation)) this.findings.beside.set(observation, open);
    }
    this.keep(cell, observation);
    return observation;
  }

  /** A cache serves refusals to all later visitors of that URL: from now on none is requested twice. */
  askAtUnseen(root: ProbeRequest, count: number): void {
    this.still.cleanRoots = new CleanRoots(root, count);
  }

  /** Moves on to an address of the root without a refusal; for another source to one that passes for the working identity. */
  private *findCleanRoot({ source }: Cell): Plan<Observation | null> {
    const { cleanRoots } = this.still;
    const { working } = this.findings;
    if (!cleanRoots?.hasCachedRefusal) return null;
    this.root = cleanRoots.next();
    cleanRoots.hasCachedRefusal = false;
    const open = working && source !== working.source ? yield* this.once(this.question(working, "passing_beside_refusal")) : null;
    return passed(open) ? open : null;
  }

  /** A ban was noticed meanwhile, and this may be its doing. */
  private hasEndedLike(refusal: Observation): boolean {
    const { banned } = this.findings.time;
    return this.isStopped && banned !== null && signatureOf(refusal) === signatureOf(banned.fail);
  }

  /** Silence, a limit and trouble may be about the time, not about what was changed: does that which passed before still pass? */
  private *isAboutTime(refusal: Observation, { source, method }: Pick<Cell, "source" | "method">): Plan<boolean> {
    const passedSoFar = { any: this.hasPassed, fromSource: this.passedFrom.has(source) };
    return mayBeAboutTime(refusal, method, this.known, passedSoFar) && !(yield* this.still.isGood(source, refusal));
  }

  /** A refusal that may be over is asked for again; once it has lasted, it counts. */
  private *outlast(question: Question, refusal: Observation, rule: AskRule): Plan<Observation> {
    const plan = planOutlast(refusal, this.known, this.hasPassed, this.still.intermittent);
    if (plan === "none") return refusal;
    const isLimit = plan === "limit_once";
    const again = yield* isLimit ? this.once({ ...question, rule }) : this.onceOrTwice(question, rule);
    if (again && !passed(again)) this.known.lasting.add(refusal);
    if (isLimit && again && passed(again)) this.findings.time.limited ??= { pass: again, fail: refusal };
    return again ?? refusal;
  }

  /** A question outside of the matrix, repeated where a moment's trouble met it. */
  *onceOrTwice(question: Question, rule = question.rule): Plan<Observation | null> {
    const ask = () => this.once({ ...question, rule });
    let first = yield* ask();
    if (first && isTooLate(first)) {
      this.journal.keepsConnections = false;
      first = (yield* ask()) ?? first;
    }
    if (!first || !isTrouble(first)) return first && (yield* this.repeatCut(question, first, rule));
    this.journal.backOff();
    return (yield* ask()) ?? first;
  }

  /** A question outside of the matrix, with its repeats. Null where a ban or a limit has begun, or nothing may be asked any more. */
  *settle(question: Question): Plan<Observation | null> {
    const first = yield* this.once(question);
    if (!first) return null;
    if (passed(first)) return yield* this.repeatCut(question, first, question.rule);
    if (isAnsweredElsewhere(question, first, this.findings.key.read)) return first;
    // It stays a question of its own: as a mere repeat it would pass for one of the matrix.
    const last = yield* this.repeat(question, first, question.rule);
    if (passed(last)) return last;
    this.journal.backOff();
    return (yield* this.isAboutTime(last, { source: question.source, method: "GET" }))
      ? null
      : yield* this.outlast(question, last, question.rule);
  }

  /** A body that broke off once is no shop that breaks its bodies off: it is asked for again, until two in a row were cut. */
  private *repeatCut(question: Question, first: Observation, rule: AskRule): Plan<Observation> {
    if (!isCut(first) || this.known.cutsBodies || this.isOver) return first;
    const again = (yield* probeFresh({ ...question, rule })) ?? first;
    this.known.cutsBodies = isCut(again);
    return passed(again) ? again : first;
  }

  /** A failure on a kept connection, a limit, and what may be over in a moment are asked again, on a connection of their own. */
  private *repeat(question: Question, first: Observation, rule: AskRule): Plan<Observation> {
    const { journal } = this;
    const again = () => probeFresh({ ...question, rule });
    const plan = planRepeat(first, question.subject, this.known, this.hasPassed);
    if (plan === "wait_for_limit") return yield* this.waitForLimit(first, again);
    if (plan === "wait_for_slow_shop") return yield* this.repeatSlow(first, again);
    let last = first;
    if (plan !== "none") {
      if (isTransient(first) && !isTooLate(first)) journal.backOff();
      if (plan === "closed_as_before") return first;
      last = (yield* again()) ?? first;
      if (isTooLate(first) && passed(last)) journal.keepsConnections = false;
      if (isClosedUnanswered(first) && signatureOf(first) === signatureOf(last)) this.known.closures.add(last);
      if (passed(last) && this.hasPassed && mayBeLimit(first)) this.findings.time.limited ??= { pass: last, fail: first };
    }
    return isLimitToWaitFor(last, plan !== "none", this.hasPassed) ? yield* this.waitForLimit(last, again) : last;
  }

  /** A shop that was asleep may need longer for its first answer than the timeout. One second try decides; the others wait for its outcome. */
  private *repeatSlow(slow: Observation, again: () => Plan<Observation | null>): Plan<Observation> {
    if (this.wakeUp && !passed(yield* join(this.wakeUp))) return slow;
    const second = yield* begin(again());
    this.wakeUp ??= second;
    return (yield* join(second)) ?? slow;
  }

  private *waitForLimit(limited: Observation, again: () => Plan<Observation | null>): Plan<Observation> {
    if ((this.findings.time.limited || this.known.usedUp) && !this.hasPassed) return limited;
    const isCertain = limited.reading?.meaning === "rate_limited";
    const { seconds, isWorthWaiting } = limitSeconds(limited);
    this.journal.backOff(seconds > 1 ? 1_000 : 500);
    let later = limited;
    if (isWorthWaiting) {
      yield* wait(seconds * 1_000 + 100);
      later = (yield* again()) ?? limited;
      if (passed(later)) this.findings.time.limited ??= { pass: later, fail: limited };
    }
    // Once something has passed, asking that again decides whether this is the time or a refusal (see `ask`).
    // Limits count by address: before anything passed, another source may be let in.
    if (isCertain && !passed(later) && !this.hasPassed) this.known.usedUp ??= limited;
    return later;
  }

  /** Every source was asked and none got in: other identities are asked by one request alone. */
  noteLimit(): void {
    if (this.known.usedUp && !this.hasPassed) this.findings.time.limited ??= { pass: null, fail: this.known.usedUp };
  }
}

import { MAX_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Cell } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed, type Question } from "@/lib/check/probe/observation";
import {
  isAnsweredElsewhere,
  isCut,
  isLimitToWaitFor,
  isSpokenBeforeBan,
  mayBeAboutTime,
  mayBeDeferred,
  planOutlast,
  planRepeat,
  RepeatKnowledge,
} from "@/lib/check/probe/plan/plan-repeats";
import { type CheckSetup, Questions } from "@/lib/check/probe/plan/questions";
import { begin, join, type Part, type Plan, probe, probeFresh, wait } from "@/lib/check/probe/plan/step";
import { CleanRoots, StillGood } from "@/lib/check/probe/plan/still-good";
import { SubstitutedPage } from "@/lib/check/probe/plan/substituted-page";
import { isSpokenByShop, isTooLate, isTransient, isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Requests cells, and repeats them if the connection, a momentary fault or a limit may be to blame. */
export class Cells extends Questions {
  readonly known = new RepeatKnowledge();
  private wakeUp: Part<Observation | null> | null = null;
  readonly still: StillGood;
  readonly words: SubstitutedPage;

  constructor(setup: CheckSetup) {
    super(setup);
    this.words = new SubstitutedPage(this);
    this.still = new StillGood(this);
  }

  /** Cells that show whether their visitor is let in: a refused method, or a proxy's answer to OPTIONS, does not. */
  get tellingOfVisitor(): Cell[] {
    const isTelling = (one: Observation): boolean => passed(one) && Boolean(one.reading?.api);
    const telling = this.findings.matrix.entries().filter(({ cell, observation }) => cell.method === "GET" || isTelling(observation));
    return [...telling.map(({ cell }) => cell), ...this.words.passedServer];
  }

  /** Requests one cell, with repeats. Null if it was not requested. */
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
    // A momentary failure counts only if it was repeated.
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

  /** Because a cache keeps refusals, no URL of the root is requested twice from now on. */
  askAtUnseen(root: ProbeRequest, count: number): void {
    this.still.cleanRoots = new CleanRoots(root, count);
  }

  /** Moves on to a URL of the root without a cached refusal; for another source, to a URL that passes for the working identity. */
  private *findCleanRoot({ source }: Cell): Plan<Observation | null> {
    const { cleanRoots } = this.still;
    const { working } = this.findings;
    if (!cleanRoots?.hasCachedRefusal) return null;
    this.root = cleanRoots.next();
    cleanRoots.hasCachedRefusal = false;
    const open = working && source !== working.source ? yield* this.once(this.question(working, "passing_beside_refusal")) : null;
    return passed(open) ? open : null;
  }

  private hasEndedLike(refusal: Observation): boolean {
    const { banned } = this.findings.time;
    return this.isStopped && banned !== null && signatureOf(refusal) === signatureOf(banned.fail);
  }

  /** Silence, limits and trouble may be temporary: checks whether a request that passed before still passes. */
  private *isAboutTime(refusal: Observation, { source, method }: Pick<Cell, "source" | "method">): Plan<boolean> {
    const passedSoFar = { any: this.hasPassed, fromSource: this.passedFrom.has(source) };
    return mayBeAboutTime(refusal, method, this.known, passedSoFar) && !(yield* this.still.isGood(source, refusal));
  }

  private *outlast(question: Question, refusal: Observation, rule: AskRule): Plan<Observation> {
    const plan = planOutlast(refusal, this.known, this.hasPassed, this.still.intermittent);
    if (plan === "none") return refusal;
    const isLimit = plan === "limit_once";
    const again = yield* isLimit ? this.once({ ...question, rule }) : this.onceOrTwice(question, rule);
    if (again && !passed(again)) this.known.lasting.add(refusal);
    if (isLimit && again && passed(again)) this.findings.time.limited ??= { pass: again, fail: refusal };
    return again ?? refusal;
  }

  /** Sends a request outside the matrix, and once more if the shop had trouble. */
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

  /** Sends a request outside the matrix, with repeats. Null if a ban or a limit has begun or the check is over. */
  *settle(question: Question): Plan<Observation | null> {
    const first = yield* this.once(question);
    if (!first) return null;
    if (passed(first)) return yield* this.repeatCut(question, first, question.rule);
    if (isAnsweredElsewhere(question, first, this.findings.key.read)) return first;
    // Keeps its rule: with `outcome_again` it would count as a cell.
    const last = yield* this.repeat(question, first, question.rule);
    if (passed(last)) return last;
    this.journal.backOff();
    return (yield* this.isAboutTime(last, { source: question.source, method: "GET" }))
      ? null
      : yield* this.outlast(question, last, question.rule);
  }

  /** Requests a truncated body again, until two in a row were truncated. */
  private *repeatCut(question: Question, first: Observation, rule: AskRule): Plan<Observation> {
    if (!isCut(first) || this.known.cutsBodies || this.isOver) return first;
    const again = (yield* probeFresh({ ...question, rule })) ?? first;
    this.known.cutsBodies = isCut(again);
    return passed(again) ? again : first;
  }

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

  /** A sleeping shop may answer late. One repeat decides for all sources. */
  private *repeatSlow(slow: Observation, again: () => Plan<Observation | null>): Plan<Observation> {
    if (this.wakeUp && !passed(yield* join(this.wakeUp))) return slow;
    const second = yield* begin(again());
    this.wakeUp ??= second;
    return (yield* join(second)) ?? slow;
  }

  private *waitForLimit(limited: Observation, again: () => Plan<Observation | null>): Plan<Observation> {
    if ((this.findings.time.limited || this.known.usedUp) && !this.hasPassed) return limited;
    const isCertain = limited.reading?.meaning === "rate_limited";
    const seconds = (limited.answer ? retryAfterSeconds(limited.answer) : null) ?? 2;
    this.journal.backOff(seconds > 1 ? 1_000 : 500);
    let later = limited;
    if (seconds <= MAX_WAIT_SECONDS) {
      yield* wait(seconds * 1_000 + 100);
      later = (yield* again()) ?? limited;
      if (passed(later)) this.findings.time.limited ??= { pass: later, fail: limited };
    }
    // Once something has passed, `ask` finds out whether the limit is temporary. Before that, another source may pass.
    if (isCertain && !passed(later) && !this.hasPassed) this.known.usedUp ??= limited;
    return later;
  }

  /** If no source passed, another identity gets only one request. */
  noteLimit(): void {
    if (this.known.usedUp && !this.hasPassed) this.findings.time.limited ??= { pass: null, fail: this.known.usedUp };
  }
}

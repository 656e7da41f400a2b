import { SECOND_MS } from "@/lib/base/units";
import { MAX_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import { isClosedUnanswered, type Observation, passed, type Question } from "@/lib/check/probe/observation";
import {
  isCut,
  isLimitToWaitFor,
  mayBeAboutTime,
  planLateRepeat,
  planRepeat,
  RepeatKnowledge,
} from "@/lib/check/probe/plan/evidence/plan-repeats";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/requests";
import { type CheckSetup, Sender } from "@/lib/check/probe/plan/send/send";
import { StillPassing } from "@/lib/check/probe/plan/send/still-passing";
import { begin, join, type Part, type Plan, wait } from "@/lib/check/probe/plan/step";
import { isTooLate, isTransient, isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";

/** What `sendUntilConfirmed` repeats before an outcome counts. */
export interface Confirmation {
  repeats: "any_failure" | "trouble";
  /** The rule of the repeats; by default that of the question. */
  rule?: AskRule;
  /** Answers that a later request explains are not repeated. */
  isExplainedLater?(first: Observation): boolean;
}

export const ANY_FAILURE: Confirmation = { repeats: "any_failure" };
/** For requests whose refusal is examined by a contrast anyway. */
export const ONLY_TROUBLE: Confirmation = { repeats: "trouble" };

/** Repeats a request if the connection, a momentary fault or a limit may be to blame for its outcome. */
export class ConfirmingSender extends Sender {
  readonly known = new RepeatKnowledge();
  readonly still: StillPassing;
  private wakeUp: Part<Observation | null> | null = null;

  constructor(setup: CheckSetup) {
    super(setup);
    this.still = new StillPassing(this);
  }

  /** Null if nothing was sent, or if a ban or a limit has begun. */
  *sendUntilConfirmed(
    question: Question,
    { repeats, rule = question.rule, isExplainedLater = () => false }: Confirmation = ANY_FAILURE,
  ): Plan<Observation | null> {
    const repeated = { ...question, rule };
    if (repeats === "trouble") return yield* this.sendThroughTrouble(repeated);
    const first = yield* this.send(question);
    if (!first) return null;
    if (passed(first)) return yield* this.sendAgainIfCut(repeated, first);
    if (isExplainedLater(first)) return first;
    const last = yield* this.sendAgainAtOnce(repeated, first);
    if (passed(last)) return last;
    this.journal.backOff();
    return (yield* this.verifyAboutTime(last, "GET")) ? null : yield* this.sendAgainLater(repeated, last);
  }

  private *sendThroughTrouble(question: Question): Plan<Observation | null> {
    let first = yield* this.send(question);
    if (first && isTooLate(first)) {
      this.journal.keepsConnections = false;
      first = (yield* this.send(question)) ?? first;
    }
    if (!first || !isTrouble(first)) return first && (yield* this.sendAgainIfCut(question, first));
    this.journal.backOff();
    return (yield* this.send(question)) ?? first;
  }

  /** Silence, limits and trouble may be temporary: verifies whether a request that passed before still passes. */
  protected *verifyAboutTime(refusal: Observation, method: string): Plan<boolean> {
    const { source } = refusal.question;
    const passedSoFar = { any: this.hasPassed, fromSource: this.passedFrom.has(source) };
    return mayBeAboutTime(refusal, method, this.known, passedSoFar) && !(yield* this.still.verifyStillPasses(source, refusal));
  }

  protected *sendAgainLater(question: Question, refusal: Observation): Plan<Observation> {
    const plan = planLateRepeat(refusal, this.known, this.hasPassed, this.still.intermittent);
    if (plan === "none") return refusal;
    const isLimit = plan === "limit_once";
    const again = yield* isLimit ? this.send(question) : this.sendThroughTrouble(question);
    if (again && !passed(again)) this.known.lasting.add(refusal);
    if (isLimit && again && passed(again)) this.ledger.time.limited ??= { pass: again, fail: refusal };
    return again ?? refusal;
  }

  /** Requests a truncated body again, until two in a row were truncated. */
  protected *sendAgainIfCut(question: Question, first: Observation): Plan<Observation> {
    if (!isCut(first) || this.known.cutsBodies || this.isOver) return first;
    const again = (yield* this.send(question, TO_CONFIRM)) ?? first;
    this.known.cutsBodies = isCut(again);
    return passed(again) ? again : first;
  }

  protected *sendAgainAtOnce(question: Question, first: Observation): Plan<Observation> {
    const { journal } = this;
    const again = () => this.send(question, TO_CONFIRM);
    const plan = planRepeat(first, question.subject, this.known, this.hasPassed);
    if (plan === "wait_for_limit") return yield* this.waitForLimit(first, again);
    if (plan === "wait_for_slow_shop") return yield* this.sendAgainWhileAsleep(first, again);
    let last = first;
    if (plan !== "none") {
      if (isTransient(first) && !isTooLate(first)) journal.backOff();
      if (plan === "closed_as_before") return first;
      last = (yield* again()) ?? first;
      if (isTooLate(first) && passed(last)) journal.keepsConnections = false;
      if (isClosedUnanswered(first) && signatureOf(first) === signatureOf(last)) this.known.closures.add(last);
      if (passed(last) && this.hasPassed && mayBeLimit(first)) this.ledger.time.limited ??= { pass: last, fail: first };
    }
    return isLimitToWaitFor(last, plan !== "none", this.hasPassed) ? yield* this.waitForLimit(last, again) : last;
  }

  /** A sleeping shop may answer late. One repeat decides for all sources. */
  private *sendAgainWhileAsleep(slow: Observation, again: () => Plan<Observation | null>): Plan<Observation> {
    if (this.wakeUp && !passed(yield* join(this.wakeUp))) return slow;
    const second = yield* begin(again());
    this.wakeUp ??= second;
    return (yield* join(second)) ?? slow;
  }

  private *waitForLimit(limited: Observation, again: () => Plan<Observation | null>): Plan<Observation> {
    if ((this.evidence.time.limited || this.known.usedUp) && !this.hasPassed) return limited;
    const isCertain = limited.reading?.meaning === "rate_limited";
    const seconds = (limited.answer ? retryAfterSeconds(limited.answer) : null) ?? 2;
    this.journal.backOff(seconds > 1 ? 1_000 : 500);
    let later = limited;
    if (seconds <= MAX_WAIT_SECONDS) {
      yield* wait(seconds * SECOND_MS + 100);
      later = (yield* again()) ?? limited;
      if (passed(later)) this.ledger.time.limited ??= { pass: later, fail: limited };
    }
    // Once something has passed, `probe` finds out whether the limit is temporary. Before that, another source may pass.
    if (isCertain && !passed(later) && !this.hasPassed) this.known.usedUp ??= limited;
    return later;
  }

  /** If no source passed, another visitor gets only one request. */
  noteLimit(): void {
    if (this.known.usedUp && !this.hasPassed) this.ledger.time.limited ??= { pass: null, fail: this.known.usedUp };
  }
}

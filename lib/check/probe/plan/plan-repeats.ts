import { LONGEST_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import type { Cell, EvidencePair } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isSilent, type Observation, passed, type Question } from "@/lib/check/probe/observation";
import { isTransient, isTrouble, mayBeLimit, mayStandForNothingThere, Signatures, signatureOf } from "@/lib/check/probe/refusals";

// Pure: from a first outcome and what is known, whether and how the question is asked again.

/** Limits that count by the second let a visitor in again after so long. */
export const INTERMITTENT_MS = 1_100;

export class RepeatKnowledge {
  /** Two answers in a row broke off. */
  cutsBodies = false;
  /** The first limit that was met before anything had passed. */
  usedUp: Observation | null = null;
  /** Signatures of trouble that lasted while something else passed: it is a refusal, whatever it says. */
  readonly lasting = new Signatures();
  /** How connections were closed without an answer, twice in a row: no mere moment. */
  readonly closures = new Signatures();
}

/** What has passed so far, from this source or from any. */
export interface PassedSoFar {
  any: boolean;
  fromSource: boolean;
}

const isRateLimited = ({ reading }: Observation): boolean => reading?.meaning === "rate_limited";

export const isCut = ({ reading }: Observation): boolean => reading?.reason === "truncated";

export type Repeat = "wait_for_limit" | "wait_for_slow_shop" | "on_new_connection" | "closed_as_before" | "none";

export function planRepeat(first: Observation, subject: Question["subject"], known: RepeatKnowledge, hasPassed: boolean): Repeat {
  if (isRateLimited(first)) return "wait_for_limit";
  if (first.failure?.code === "response_timed_out" && !hasPassed && subject === "root") return "wait_for_slow_shop";
  const { coldConnection } = first.probe;
  if (coldConnection && !(isTransient(first) && !known.lasting.has(first))) return "none";
  return isClosedUnanswered(first) && coldConnection && known.closures.has(first) ? "closed_as_before" : "on_new_connection";
}

/** Whether what came last is a limit to wait for; 503 of nginx only where something else passed. */
export const isLimitToWaitFor = (last: Observation, isRepeated: boolean, hasPassed: boolean): boolean =>
  (isRepeated && isRateLimited(last)) || (!passed(last) && mayBeLimit(last) && hasPassed);

/** How long a limit is waited for, in seconds; null where it asks for too long. */
export function limitSeconds(limited: Observation): { seconds: number; isWorthWaiting: boolean } {
  const seconds = (limited.answer ? retryAfterSeconds(limited.answer) : null) ?? 2;
  return { seconds, isWorthWaiting: seconds <= LONGEST_WAIT_SECONDS };
}

/** Silence, a limit and trouble may be about the time, not about what was changed. */
export function mayBeAboutTime(refusal: Observation, method: string, known: RepeatKnowledge, { any, fromSource }: PassedSoFar): boolean {
  if (!any) return false;
  if (mayBeLimit(refusal) || isRateLimited(refusal)) return true;
  // Methods that are closed alike, one after the other: whether a ban has begun is asked once, behind the last of them.
  if (fromSource && isSilent(refusal) && (method === "GET" || !known.closures.has(refusal))) return true;
  return isTrouble(refusal) && !known.lasting.has(refusal);
}

/** Trouble, or a limit, that something else got past may be over. Trouble is asked twice: of two servers in turn one answers every second request. */
export function planOutlast(
  refusal: Observation,
  known: RepeatKnowledge,
  hasPassed: boolean,
  intermittent: string | null,
): "limit_once" | "trouble_twice" | "none" {
  if (!hasPassed || known.lasting.has(refusal)) return "none";
  const isLimit = isRateLimited(refusal) || mayBeLimit(refusal) || signatureOf(refusal) === intermittent;
  if (!isLimit) return isTrouble(refusal) ? "trouble_twice" : "none";
  const seconds = refusal.answer ? retryAfterSeconds(refusal.answer) : null;
  return seconds !== null && seconds > LONGEST_WAIT_SECONDS ? "none" : "limit_once";
}

/** Asked again only if no other method is refused alike on a connection of its own: fewer refusals to count, and each silence takes ten seconds. */
export function mayBeDeferred(cell: Cell, first: Observation): boolean {
  const isPlain = first.reading?.meaning === "blocked" || first.failure?.code === "response_timed_out";
  return cell.method !== "GET" && !first.probe.coldConnection && isPlain;
}

/** A page about a write to nothing, for which the method is asked without the key, and the dummy credential where our key reads orders. */
export function isAnsweredElsewhere({ rule }: Question, seen: Observation, read: Observation | null): boolean {
  if (reasonOf(rule) === "dummy_credential") return seen.answer !== null && passed(read) && read?.answer?.status === 200;
  return reasonOf(rule) === "write_tracking" && mayStandForNothingThere(seen);
}

/** The refusal that set a ban off came before the ban: it stays, what came after it says nothing. */
export const isSpokenBeforeBan = (first: Observation, banned: EvidencePair | null): boolean =>
  banned !== null && first.answer !== null && first.reading?.meaning !== "server_error" && signatureOf(first) !== signatureOf(banned.fail);

/** Failures from before anything had passed that may have been a moment's trouble. */
export const mayHaveBeenTrouble = (seen: Observation): boolean => !passed(seen) && (isTransient(seen) || seen.reading?.meaning === "page");

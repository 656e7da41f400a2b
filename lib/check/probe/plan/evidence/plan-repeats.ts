import { MAX_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import type { Cell, EvidencePair } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isSilent, type Observation, passed, type Question } from "@/lib/check/probe/observation";
import { isTransient, isTrouble, mayBeLimit, mayStandForNothingThere, Signatures, signatureOf } from "@/lib/check/probe/refusals";

// Pure: decides whether and how a request is repeated.

/** Long enough for per-second limits to reset. */
export const INTERMITTENT_MS = 1_100;

export class RepeatKnowledge {
  cutsBodies = false;
  /** The first limit, met before anything had passed. */
  usedUp: Observation | null = null;
  /** Trouble that lasted while something else passed counts as a refusal. */
  readonly lasting = new Signatures();
  /** Closed without an answer twice in a row. */
  readonly closures = new Signatures();
}

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

/** nginx answers 503 when a limit is exceeded; it counts as one once something else has passed. */
export const isLimitToWaitFor = (last: Observation, isRepeated: boolean, hasPassed: boolean): boolean =>
  (isRepeated && isRateLimited(last)) || (!passed(last) && mayBeLimit(last) && hasPassed);

export function mayBeAboutTime(refusal: Observation, method: string, known: RepeatKnowledge, { any, fromSource }: PassedSoFar): boolean {
  if (!any) return false;
  if (mayBeLimit(refusal) || isRateLimited(refusal)) return true;
  // Of methods whose connection is closed alike, only the last checks for a ban.
  if (fromSource && isSilent(refusal) && (method === "GET" || !known.closures.has(refusal))) return true;
  return isTrouble(refusal) && !known.lasting.has(refusal);
}

/** Repeats what may be over because something else passed. Trouble is repeated twice: one of two alternating servers may be healthy. */
export function planLateRepeat(
  refusal: Observation,
  known: RepeatKnowledge,
  hasPassed: boolean,
  intermittent: string | null,
): "limit_once" | "trouble_twice" | "none" {
  if (!hasPassed || known.lasting.has(refusal)) return "none";
  const isLimit = isRateLimited(refusal) || mayBeLimit(refusal) || signatureOf(refusal) === intermittent;
  if (!isLimit) return isTrouble(refusal) ? "trouble_twice" : "none";
  const seconds = refusal.answer ? retryAfterSeconds(refusal.answer) : null;
  return seconds !== null && seconds > MAX_WAIT_SECONDS ? "none" : "limit_once";
}

/** Deferred, and left out if another method is refused alike on a new connection: a firewall may count refusals. */
export function mayBeDeferred(cell: Cell, first: Observation): boolean {
  const isPlain = first.reading?.meaning === "blocked" || first.failure?.code === "response_timed_out";
  return cell.method !== "GET" && !first.probe.coldConnection && isPlain;
}

/** A later request without the key will explain this answer. */
export function isAnsweredElsewhere({ rule }: Question, seen: Observation, read: Observation | null): boolean {
  if (reasonOf(rule) === "dummy_credential") return seen.answer !== null && passed(read) && read?.answer?.status === 200;
  return reasonOf(rule) === "write_tracking" && mayStandForNothingThere(seen);
}

/** The refusal came before the ban and caused it; later refusals prove nothing. */
export const isFromBeforeBan = (first: Observation, banned: EvidencePair | null): boolean =>
  banned !== null && first.answer !== null && first.reading?.meaning !== "server_error" && signatureOf(first) !== signatureOf(banned.fail);

export const mayHaveBeenTrouble = (seen: Observation): boolean => !passed(seen) && (isTransient(seen) || seen.reading?.meaning === "page");

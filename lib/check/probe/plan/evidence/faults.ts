import { isClosedUnanswered, isSameRequest, isUnansweredInTime, numberOf, type Observation, passed } from "@/lib/check/probe/observation";
import { isTooLate, isTransient, signatureOf } from "@/lib/check/probe/refusals";

// Pure: the failures that chance can cause, and what they tell about a shop.

const isCutOff = ({ answer, reading }: Observation): boolean =>
  reading?.reason === "truncated" || ["unfinished", "timed_out"].includes(answer?.bodyState ?? "") || answer?.breaksOff === true;

/** No answer, or no whole one, in time. */
export const isLate = (one: Observation): boolean =>
  isUnansweredInTime(one) || one.reading?.meaning === "unfinished" || one.answer?.bodyState === "timed_out";

/** The shop received the request, and its answer broke off. */
const isBrokenPass = (seen: Observation): boolean => passed(seen) && seen.reading?.reason === "truncated";

/** A 5xx, a reset, an unreadable, cut or missing answer. Never a page that refuses, nor an announced limit. */
export const isFault = (seen: Observation): boolean =>
  isBrokenPass(seen) ||
  (!passed(seen) && !isTooLate(seen) && (isTransient(seen) || isClosedUnanswered(seen) || isUnansweredInTime(seen) || isCutOff(seen)));

/** The shop received the request, and its answer arrived whole. */
export const isSound = (seen: Observation): boolean => passed(seen) && !isBrokenPass(seen);

/** A firewall that drops connections resets some and never answers others, and an answer breaks off whatever its status. */
export const wayOf = (fault: Observation): string =>
  isClosedUnanswered(fault) || isUnansweredInTime(fault)
    ? "unanswered"
    : fault.reading?.reason === "truncated"
      ? "truncated"
      : signatureOf(fault);

export interface Faults {
  /** The same request passed later: no rule refused it. */
  recovered: readonly Observation[];
  /** Requests that were answered or failed by chance. */
  asked: number;
  /** Number of separate times at which something failed that passed later. */
  moments: number;
  /** Different failures among the recovered ones. */
  kinds: readonly string[];
}

function countMoments(sent: readonly Observation[], recovered: readonly Observation[]): number {
  let moments = 0;
  let isInMoment = false;
  for (const seen of sent) {
    if (isSound(seen)) isInMoment = false;
    else if (recovered.includes(seen) && !isInMoment) {
      moments += 1;
      isInMoment = true;
    }
  }
  return moments;
}

/** `observations` in any order. */
export function countFaults(observations: readonly Observation[]): Faults {
  const sent = [...observations].sort((a, b) => numberOf(a) - numberOf(b));
  const recovered = sent.filter(
    (fault, index) => isFault(fault) && sent.slice(index + 1).some((later) => isSound(later) && isSameRequest(later, fault)),
  );
  const sources = new Set(recovered.map(({ question }) => question.source));
  const bySource = [...sources].map((source) => sent.filter(({ question }) => question.source === source));
  const bySourceCount = bySource.reduce((sum, own) => sum + countMoments(own, recovered), 0);
  // One moment may hit several addresses, and another address may pass meanwhile.
  const moments = Math.min(countMoments(sent, recovered), bySourceCount);
  const counted = sent.filter((seen) => isSound(seen) || recovered.includes(seen));
  return { recovered, asked: counted.length, moments, kinds: [...new Set(recovered.map(signatureOf))] };
}

/** Failures come and go: more than one moment of trouble. A limit does that too (limit.ts). */
export const isNoisy = (faults: Faults): boolean => faults.moments > 1;

/** Different failures come and go, which neither a limit nor one of several servers explains. */
export const isMixedNoise = (faults: Faults): boolean => isNoisy(faults) && faults.kinds.length > 1;

/** Failures of requests that never passed. */
export const countUnrecovered = (seen: readonly Observation[]): number =>
  seen.filter((fault) => isFault(fault) && !seen.some((one) => isSound(one) && isSameRequest(one, fault))).length;

/** Several requests failed in another way when repeated, which no lasting fault explains. */
export function failsDifferently(seen: readonly Observation[]): boolean {
  const faults = seen.filter(isFault);
  const changed = faults.filter((fault, index) =>
    faults.slice(0, index).some((one) => isSameRequest(one, fault) && wayOf(one) !== wayOf(fault)),
  );
  return changed.length > 1;
}

/** A request failed, and ended otherwise when sent again: the failure was none of a rule, even if nothing passed. */
export const failsAtTimes = (seen: readonly Observation[]): boolean =>
  seen.some((fault) => isFault(fault) && seen.some((one) => isSameRequest(one, fault) && wayOf(one) !== wayOf(fault)));

const INTERVALS_OF_TURNS = 3;

/** The numbers of the failed requests. */
export const failuresOf = (observations: readonly Observation[]): number[] =>
  observations
    .filter((one) => !passed(one) && isFault(one))
    .map(numberOf)
    .sort((a, b) => a - b);

/** How many requests apart they are. */
export const intervalsOf = (observations: readonly Observation[]): number[] => {
  const numbers = failuresOf(observations);
  return numbers.slice(1).map((number, index) => number - (numbers[index] ?? number));
};

export const spread = (intervals: readonly number[]): number => Math.max(...intervals) - Math.min(...intervals);

/** Two requests at once may reach the shop in either order, so that intervals vary; only at the end each waits for the one before. */
export function isRegular(observations: readonly Observation[]): boolean {
  const intervals = intervalsOf(observations);
  const last = intervals.slice(-INTERVALS_OF_TURNS);
  return last.length === INTERVALS_OF_TURNS && Math.max(...last) > 1 && spread(intervals) <= (spread(last) === 0 ? 2 : 1);
}

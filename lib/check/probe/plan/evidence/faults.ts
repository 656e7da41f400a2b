import { isClosedUnanswered, isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { isSameRequest } from "@/lib/check/probe/plan/evidence/retract";
import { isTooLate, isTransient, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";

// Pure: the failures that chance can cause, and what they tell about a shop.

const isCutOff = ({ answer, reading }: Observation): boolean =>
  reading?.reason === "truncated" || ["unfinished", "timed_out"].includes(answer?.bodyState ?? "") || answer?.breaksOff === true;

/** A 5xx, a reset, an unreadable or missing answer. Never a page that refuses, nor an announced limit. */
export const isFault = (seen: Observation): boolean =>
  !passed(seen) && !isTooLate(seen) && (isTransient(seen) || isClosedUnanswered(seen) || isUnansweredInTime(seen) || isCutOff(seen));

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

const numberOf = ({ probe }: Observation): number => Number(probe.id.slice(1));

/** `observations` in any order. */
export function countFaults(observations: readonly Observation[]): Faults {
  const sent = [...observations].sort((a, b) => numberOf(a) - numberOf(b));
  const recovered = sent.filter(
    (fault, index) => isFault(fault) && sent.slice(index + 1).some((later) => passed(later) && isSameRequest(later, fault)),
  );
  let moments = 0;
  let isInMoment = false;
  for (const seen of sent) {
    if (passed(seen)) isInMoment = false;
    else if (recovered.includes(seen) && !isInMoment) {
      moments += 1;
      isInMoment = true;
    }
  }
  const counted = sent.filter((seen) => passed(seen) || recovered.includes(seen));
  return { recovered, asked: counted.length, moments, kinds: [...new Set(recovered.map(signatureOf))] };
}

/** nginx answers 503 when a limit is exceeded, so such failures alone are no noise. */
const areLimits = ({ recovered }: Faults): boolean => recovered.every(mayBeLimit);

/** Failures come and go: more than one moment of trouble. */
export const isNoisy = (faults: Faults): boolean => faults.moments > 1 && !areLimits(faults);

/** Different failures come and go, which neither a limit nor one of several servers explains. */
export const isMixedNoise = (faults: Faults): boolean => isNoisy(faults) && faults.kinds.length > 1;

import { byLayer, decideVerdict } from "@/lib/check/diagnosis/diagnose";
import { explainSlowness, explainVariation, withoutLateness } from "@/lib/check/diagnosis/variation-causes";
import type { Findings } from "@/lib/check/probe/findings";
import { isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { readSilentLimits } from "@/lib/check/probe/plan/confirm/limit";
import { isOneOfSeveral } from "@/lib/check/probe/plan/confirm/one-of-several";
import { withoutChance } from "@/lib/check/probe/plan/evidence/chance";
import { countFaults, countUnrecovered, failsAtTimes, failsDifferently, isFault, isNoisy } from "@/lib/check/probe/plan/evidence/faults";
import { failuresAmidNoise } from "@/lib/check/probe/plan/evidence/policy";
import type { DetectedShopSystem } from "@/lib/check/probe/plan/search/detect-shop-system";
import type { Cause, CheckResult } from "@/lib/check/result";

// Pure: what the one or two attempts of a check mean together.

/** What an attempt showed. */
export interface Shown {
  detected: DetectedShopSystem;
  findings: Findings;
  causes: Cause[];
  /** Every request of the check so far, in order. */
  seen: readonly Observation[];
  /** Failures that looked like a cause and passed when repeated. */
  disproved: readonly Observation[];
  /** Without requests or time for more. */
  isSpent: boolean;
}

/** Failures come and go, which neither a limit nor one of several servers explains. */
function isNoise({ findings, causes, seen, disproved }: Shown): boolean {
  const confirmed = withoutChance(causes, seen);
  const isVarying =
    isNoisy(countFaults(seen)) ||
    disproved.length > 0 ||
    findings.time.turns !== null ||
    causes.some((cause) => !confirmed.includes(cause));
  return isVarying && !readSilentLimits(causes, seen).isLimited && !isOneOfSeveral(findings, seen);
}

/** Failures that vary hid what the shop runs on: nothing is known about the shop system that was assumed instead. */
const isGuess = ({ detected, findings, seen }: Shown): boolean =>
  detected.shopSystem === null &&
  findings.working === null &&
  seen.some((one) => one.question.rule === "shop_system_of_page" && isFault(one)) &&
  failsAtTimes(seen);

/** Whether a second attempt, which repeats every failure, can tell the failures of a rule from those of chance. */
export const mayBeSettledBySecond = (first: Shown): boolean => isNoise(first) && failuresAmidNoise(countFaults(first.seen)) !== null;

/** A head that never ended was still the beginning of an HTTP answer. */
const hasHttpResponse = ({ answer, failure }: Observation): boolean => answer !== null || failure?.code === "head_too_large";

/** `last`: the second attempt, or the first again if there was only one. */
export function readAttempts(first: Shown, last: Shown): Pick<CheckResult, "verdict"> & { causes: Cause[] } {
  const { findings, seen } = last;
  const limits = readSilentLimits(first.causes, first.seen);
  // Without requests left, what the second attempt did not reach is unknown.
  const isUnknown = isGuess(last) || (last !== first && findings.working === null && last.isSpent);
  const slow = explainSlowness(seen);
  const read = readSilentLimits(last.causes, seen).causes;
  const mayTakeTurns = isOneOfSeveral(findings, seen);
  const certain = withoutChance(read, seen).filter(({ reason }) => mayTakeTurns || reason !== "one_of_several");
  const found = isUnknown ? [] : slow.length > 0 ? withoutLateness(certain, seen) : certain;
  const isUnconfirmed = certain.length === 0 && (last.causes.length > 0 || (last !== first && countUnrecovered(seen) > 1));
  const isOther = (one: Observation): boolean => !(slow.length > 0 && isUnansweredInTime(one)) && !limits.hasRefused(one);
  const isVarying = isNoise(first) || limits.isLimited || isUnconfirmed || isUnknown;
  const unstable = isVarying ? explainVariation(seen.filter(isOther), isUnconfirmed || isUnknown) : [];
  // Where every request fails, nothing fails by chance.
  const lasting = !seen.every(isFault) || failsDifferently(seen) ? [...found, ...slow, ...unstable] : read;
  const causes = lasting.toSorted(byLayer);
  const answered = seen.some((one) => one.question.source.kind !== "control" && hasHttpResponse(one));
  return { causes, verdict: decideVerdict(causes, answered, findings.working !== null || (seen.some(passed) && found.length === 0)) };
}

import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { isSameRequest, isUnansweredInTime, numberOf, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { isAlikeFault } from "@/lib/check/probe/plan/evidence/chance";
import { isFault } from "@/lib/check/probe/plan/evidence/faults";
import { mayBeChance } from "@/lib/check/probe/plan/evidence/policy";
import { chanceOfRuns } from "@/lib/check/probe/plan/evidence/statistics";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

// A limit or a ban that closes connections or answers 503 without a word looks like chance. Its order distinguishes it: it refuses in runs.

/** By chance alone, an order with so few runs is rarer than this. */
const RUNS_MAY_BE_CHANCE = 0.003;
/** Requests without a pause that show a limit, beyond those after which it began. */
const IN_A_ROW = 5;
const MAX_BURST = 14;
const MIN_OF_LIMIT = 3;
/** A ban may answer first and drop later. */
const MAX_KINDS_OF_BAN = 2;
/** nginx's 503 so often in a row: a limit that lets a first request pass and no second one shows no other order. */
const MIN_OF_LASTING_LIMIT = 8;

const failOf = ({ evidence }: Cause, seen: readonly Observation[]): Observation | null =>
  seen.find(({ probe }) => probe.id === evidence.fail) ?? null;

interface SilentLimit {
  cause: Cause;
  fail: Observation;
}

/** The failures of a limit or a ban that nothing announced. */
export function findSilentLimits(causes: readonly Cause[], seen: readonly Observation[]): SilentLimit[] {
  return causes.flatMap((cause) => {
    if (cause.code !== "rate_limited" && cause.code !== "banned_during_test") return [];
    const fail = failOf(cause, seen);
    return fail && isFault(fail) ? [{ cause, fail }] : [];
  });
}

/** Whether failures like this one come in runs: among the requests of its address, of its URL if the limit counts by URL, or of all. */
function comesInRuns({ cause, fail }: SilentLimit, all: readonly Observation[]): boolean {
  const seen = cause.reason === "counts_by_url" ? all.filter(({ probe }) => probe.path === fail.probe.path) : all;
  const alike = seen.filter((one) => signatureOf(one) === signatureOf(fail));
  if (isUnansweredInTime(fail) || alike.length < MIN_OF_LIMIT) return false;
  const order = [...seen].sort((a, b) => numberOf(a) - numberOf(b));
  // Other faults come and go as well, and then the failures do not come in runs. What never passes meets a rule.
  const mayPass = ({ probe }: Observation): boolean =>
    order.some((one) => passed(one) && one.probe.method === probe.method && one.probe.userAgent === probe.userAgent);
  const isCounted = (one: Observation): boolean => passed(one) || (isFault(one) && mayPass(one));
  const chance = (source: Source | null): number =>
    chanceOfRuns(order.filter((one) => isCounted(one) && (source === null || one.question.source === source)).map(passed));
  return Math.min(chance(fail.question.source), chance(null)) < RUNS_MAY_BE_CHANCE;
}

/** A limit that lets one request pass lets the first of each address pass; chance seldom does, where most requests fail. */
function isOpenToEachFirst(seen: readonly Observation[]): boolean {
  const first = new Map<Source, Observation>();
  for (const one of seen) if (!first.has(one.question.source)) first.set(one.question.source, one);
  return [...first.values()].every(passed);
}

/** Since then nothing passed from the address, often enough that no chance explains it. */
function lasts({ cause, fail }: SilentLimit, seen: readonly Observation[]): boolean {
  const own = seen.filter(({ question }) => question.source === fail.question.source);
  const row = own.slice(own.findLastIndex(passed) + 1);
  const [first] = row;
  // What fails one by one in so many ways is chance.
  if (!first || new Set(row.map(signatureOf)).size > MAX_KINDS_OF_BAN) return false;
  if (cause.code === "rate_limited") {
    const isAlike = row.length >= MIN_OF_LASTING_LIMIT && row.every((one) => signatureOf(one) === signatureOf(fail));
    return isAlike && mayBeLimit(fail) && isOpenToEachFirst(seen);
  }
  // What the ban answers at first is no proof of it.
  const alike = row.filter((one) => isAlikeFault(one, fail));
  const others = seen.filter((one) => !alike.includes(one));
  return !mayBeChance(alike.length, { asked: others.length, faults: others.filter(isFault).length });
}

export const isConfirmedLimit = (limit: SilentLimit, seen: readonly Observation[]): boolean =>
  comesInRuns(limit, seen) || lasts(limit, seen);

/** Requests that passed from the address before its first such failure. */
const countBefore = (fail: Observation, seen: readonly Observation[]): number => {
  const own = seen.filter(({ question }) => question.source === fail.question.source);
  return own.findIndex((one) => signatureOf(one) === signatureOf(fail));
};

/** Sends as many requests without a pause as met the limit before, and some more. */
export function* askInBurst(journal: Journal, limit: SilentLimit): Plan<void> {
  const { fail } = limit;
  if (isUnansweredInTime(fail)) return;
  const { observations, pauseMs } = journal;
  const isLimited = (one: Observation): boolean =>
    one.question.source === fail.question.source && (limit.cause.reason !== "counts_by_url" || one.probe.path === fail.probe.path);
  const good = observations.findLast((one) => passed(one) && isLimited(one)) ?? fail;
  const most = Math.min(MAX_BURST, countBefore(fail, observations) + IN_A_ROW);
  journal.askInARow();
  let before: Observation | null = null;
  for (let count = 0; count < most && !isConfirmedLimit(limit, observations); count += 1) {
    journal.allow(1);
    const seen: Observation | null = yield* probeFresh({ ...good.question, rule: "limit_again" });
    // No limit ends while requests follow each other without a pause.
    if (!seen || (passed(seen) && before !== null && !passed(before))) break;
    before = seen;
  }
  journal.pauseMs = pauseMs;
}

interface SilentLimits {
  causes: Cause[];
  isLimited: boolean;
  /** Whether the limit may have made this request fail. */
  hasRefused(one: Observation): boolean;
}

/** A ban that ended during the check was a limit; a limit whose failures come in any order was chance. */
export function readSilentLimits(causes: readonly Cause[], seen: readonly Observation[]): SilentLimits {
  const silent = findSilentLimits(causes, seen);
  const real = silent.filter((one) => isConfirmedLimit(one, seen));
  const left = causes.filter((cause) => !silent.some((one) => one.cause === cause));
  const read = real.map(({ cause, fail }) => {
    const pass = seen.slice(seen.indexOf(fail) + 1).find((later) => passed(later) && isSameRequest(later, fail));
    return cause.code === "banned_during_test" && pass ? makeCause("rate_limited", { pass, fail }, { affects: [] }) : cause;
  });
  const isLimited = read.some(({ code }) => code === "rate_limited");
  const hasRefused = (one: Observation): boolean =>
    isLimited && !passed(one) && real.some(({ fail }) => signatureOf(fail) === signatureOf(one));
  // What a limit refused proves no rule.
  const isOfLimit = (cause: Cause): boolean => {
    const fail = failOf(cause, seen);
    return fail !== null && hasRefused(fail);
  };
  return { causes: [...left.filter((cause) => !isOfLimit(cause)), ...read], isLimited, hasRefused };
}

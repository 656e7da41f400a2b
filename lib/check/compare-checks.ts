import { hasPassed, isBeside } from "@/lib/check/matrix";
import { type AskReason, reasonOf } from "@/lib/check/probe/ask-rules";
import type { Cause, Probe } from "@/lib/check/result";

/** What of a stored check is needed to compare with it. */
export type ComparedProbe = Pick<
  Probe,
  "id" | "purpose" | "method" | "path" | "userAgent" | "from" | "outcome" | "reached" | "passed" | "at"
>;

export interface ComparedCheck {
  /** When it ended: ISO, UTC. */
  at: string;
  causes: readonly Cause[];
  probes: readonly ComparedProbe[];
}

/** How long something has failed. Instants are ISO strings in UTC. */
export interface FailureAge {
  /** The earliest failure since it last worked, as far as the compared checks go back. */
  failsSince: string;
  /** When the same request last passed; null when no compared check saw it pass. */
  lastPassedAt: string | null;
}

export interface CauseAge extends FailureAge {
  /** True when the check before did not find it; false without a check before. */
  isNew: boolean;
  /** The method of the request that proves it, or null for a cause without one. */
  method: string | null;
}

export interface CheckDiff {
  /** When the check before ended; null when there is none. */
  previousAt: string | null;
  /** One for each cause of the newest check, in its order. */
  causes: CauseAge[];
  /** Causes of the check before that the newest one did not find. */
  gone: Cause[];
  /** By the id of a failing probe of the newest check. */
  probes: Record<string, FailureAge>;
}

/** What a request carries besides what is compared: a key, a dummy credential, a body. */
const loadOf = (probe: ComparedProbe): AskReason | null => (isBeside(probe) ? reasonOf(probe.purpose) : null);

const isSameRequest = (one: ComparedProbe, other: ComparedProbe): boolean =>
  loadOf(one) === loadOf(other) &&
  one.method === other.method &&
  one.path === other.path &&
  one.userAgent === other.userAgent &&
  one.from === other.from;

const touches = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === 0 ? other.length === 0 : one.some((entry) => other.includes(entry));

/** A cause is the same one while its code is and it still hits some of the same: PATCH alone is what is left of PATCH and DELETE. */
export const isSameCause = (one: Cause, other: Cause): boolean =>
  one.code === other.code &&
  touches(one.methods, other.methods) &&
  touches(one.userAgents, other.userAgents) &&
  touches(one.addresses, other.addresses);

/** Follows a request back through earlier checks until one in which it passed; checks that did not ask it are stepped over. */
function ageOfRequest(failing: ComparedProbe, earlier: readonly ComparedCheck[]): FailureAge {
  let failsSince = failing.at;
  for (const check of earlier) {
    const asked = check.probes.findLast((probe) => isSameRequest(probe, failing));
    if (!asked) continue;
    if (hasPassed(asked)) return { failsSince, lastPassedAt: asked.at };
    if (asked.at < failsSince) failsSince = asked.at;
  }
  return { failsSince, lastPassedAt: null };
}

/** For causes without a request of their own: while every check found it. Not finding it proves no passing request. */
function ageOfCause(cause: Cause, newest: ComparedCheck, earlier: readonly ComparedCheck[]): FailureAge {
  let failsSince = newest.at;
  for (const check of earlier) {
    if (!check.causes.some((other) => isSameCause(other, cause))) break;
    failsSince = check.at;
  }
  return { failsSince, lastPassedAt: null };
}

/**
 * What changed since earlier checks of the same integration. Pure. A request whose proof is a pass of the same request at another moment
 * (a limit, a ban) counts as failing by its failing probe alone.
 * @param earlier done checks before the newest one, newest first
 */
export function compareChecks(newest: ComparedCheck, earlier: readonly ComparedCheck[]): CheckDiff {
  const [previous] = earlier;
  const causes = newest.causes.map((cause): CauseAge => {
    const fail = newest.probes.find((probe) => probe.id === cause.evidence.fail) ?? null;
    const age = fail ? ageOfRequest(fail, earlier) : ageOfCause(cause, newest, earlier);
    const isNew = previous !== undefined && !previous.causes.some((other) => isSameCause(other, cause));
    return { ...age, isNew, method: fail?.method ?? null };
  });
  const failing = newest.probes.filter((probe) => !hasPassed(probe));
  return {
    previousAt: previous?.at ?? null,
    causes,
    gone: previous?.causes.filter((cause) => !newest.causes.some((other) => isSameCause(other, cause))) ?? [],
    probes: Object.fromEntries(failing.map((probe) => [probe.id, ageOfRequest(probe, earlier)])),
  };
}

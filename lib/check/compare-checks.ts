import { hasTrait } from "@/lib/check/causes";
import { isOutsideMatrix } from "@/lib/check/matrix";
import { type AskReason, reasonOf } from "@/lib/check/probe/ask-rules";
import type { Cause, ComparedCheck, ComparedProbe } from "@/lib/check/result";
import type { LaneName } from "@/lib/health/lane/lane-name";

/** How long a request has failed. Instants are ISO strings in UTC. */
export interface FailureAge {
  /** The earliest failure since it last passed, within the compared checks. */
  failsSince: string;
  /** When the same request last passed; null if it passed in no compared check. */
  lastPassedAt: string | null;
}

export interface CauseAge extends FailureAge {
  /** True if the previous check did not find it; false without a previous check. */
  isNew: boolean;
  /** The method of the failing request that proves it; null for a cause without one. */
  method: string | null;
}

export interface CheckDiff {
  previousAt: string | null;
  causes: CauseAge[];
  gone: Cause[];
  /** By the id of the failing probe. */
  probes: Record<string, FailureAge>;
}

/** Distinguishes requests outside the matrix, which carry a key, a dummy credential or a body. */
const payloadOf = (probe: ComparedProbe): AskReason | null => (isOutsideMatrix(probe) ? reasonOf(probe.purpose) : null);

const isSameRequest = (one: ComparedProbe, other: ComparedProbe): boolean =>
  payloadOf(one) === payloadOf(other) &&
  one.method === other.method &&
  one.path === other.path &&
  one.userAgent === other.userAgent &&
  one.from === other.from;

const overlaps = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === 0 ? other.length === 0 : one.some((entry) => other.includes(entry));

/** Causes are the same if their code is and their lists overlap: PATCH remains of PATCH and DELETE. */
export const isSameCause = (one: Cause, other: Cause): boolean =>
  one.code === other.code &&
  overlaps(one.methods, other.methods) &&
  overlaps(one.userAgents, other.userAgents) &&
  overlaps(one.addresses, other.addresses);

/** Follows a request back to the check in which it last passed; skips checks that did not send it. */
function ageOfRequest(failing: ComparedProbe, earlier: readonly ComparedCheck[]): FailureAge {
  let failsSince = failing.at;
  for (const check of earlier) {
    const asked = check.probes.findLast((probe) => isSameRequest(probe, failing));
    if (!asked) continue;
    if (asked.passed) return { failsSince, lastPassedAt: asked.at };
    if (asked.at < failsSince) failsSince = asked.at;
  }
  return { failsSince, lastPassedAt: null };
}

/** For a cause without a request that always fails: since the first of the consecutive checks that found it. */
function ageOfCause(cause: Cause, newest: ComparedCheck, earlier: readonly ComparedCheck[]): FailureAge {
  let failsSince = newest.at;
  for (const check of earlier) {
    if (!check.causes.some((other) => isSameCause(other, cause))) break;
    failsSince = check.at;
  }
  return { failsSince, lastPassedAt: null };
}

export interface BlockedLane {
  cause: string;
  since: string;
}

/**
 * A cause is at least as old as the lane it blocks, if that lane stopped after the request last passed and every check since then found the
 * cause: before, the lane may have failed for another reason.
 */
export const ageByLanes = (
  diff: CheckDiff,
  causes: readonly Cause[],
  earlier: readonly ComparedCheck[],
  lanes: readonly BlockedLane[],
): CheckDiff => ({
  ...diff,
  causes: diff.causes.map((age, index) => {
    const cause = causes[index];
    const wasFound = (check: ComparedCheck) => check.causes.some(({ code }) => code === cause?.code);
    const blocked = lanes.filter(
      (lane) =>
        lane.cause === cause?.code &&
        lane.since > (age.lastPassedAt ?? "") &&
        earlier.every((check) => check.at < lane.since || wasFound(check)),
    );
    return { ...age, failsSince: [age.failsSince, ...blocked.map(({ since }) => since)].sort()[0] ?? age.failsSince };
  }),
});

/** When each lane last worked, as an ISO string in UTC. */
export type LanesWorked = Readonly<Partial<Record<LaneName, string | null>>>;

/** When a lane that the cause blocks last worked: the cause is younger than that. */
function findWorked({ affects }: Cause, newest: ComparedCheck, worked: LanesWorked): string | null {
  const before = affects.flatMap((lane) => worked[lane] ?? []).filter((at) => at < newest.at);
  return before.sort().at(-1) ?? null;
}

/** What changed since the `earlier` finished checks of the same integration, newest first. */
export function compareChecks(newest: ComparedCheck, earlier: readonly ComparedCheck[], worked: LanesWorked = {}): CheckDiff {
  const [previous] = earlier;
  const causes = newest.causes.map((cause): CauseAge => {
    const fail = newest.probes.find((probe) => probe.id === cause.evidence.fail) ?? null;
    const workedAt = findWorked(cause, newest, worked);
    const since = workedAt === null ? earlier : earlier.filter(({ at }) => at > workedAt);
    // The same request passes too, so it has no age of its own.
    const found = fail && !hasTrait(cause.code, "never_blocks") ? ageOfRequest(fail, since) : ageOfCause(cause, newest, since);
    const age = { ...found, lastPassedAt: found.lastPassedAt ?? workedAt };
    const isNew = previous !== undefined && !previous.causes.some((other) => isSameCause(other, cause));
    return { ...age, isNew, method: fail?.method ?? null };
  });
  const failing = newest.probes.filter((probe) => !probe.passed);
  return {
    previousAt: previous?.at ?? null,
    causes,
    gone: previous?.causes.filter((cause) => !newest.causes.some((other) => isSameCause(other, cause))) ?? [],
    probes: Object.fromEntries(failing.map((probe) => [probe.id, ageOfRequest(probe, earlier)])),
  };
}

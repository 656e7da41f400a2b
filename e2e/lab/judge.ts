import type { ExpectedCause, Truth } from "@/e2e/lab/lab-case";
import type { Cause, CheckResult } from "@/lib/check/result";

/** Differences between a case's expectation and the result of the check; empty if they agree exactly. */
export interface Judgement {
  /** Expected causes that were not found exactly. */
  missed: string[];
  /** Causes found but not expected. */
  falseAlarms: string[];
  /** Anything else: the verdict, a request that changed data, a check that took too long. */
  other: string[];
}

const sorted = (list: readonly string[] | undefined): string => JSON.stringify([...(list ?? [])].sort());

const isExact = ({ or, ...expected }: ExpectedCause, found: Cause): boolean =>
  (or !== undefined && isExact(or, found)) ||
  (expected.code === found.code &&
    sorted(expected.methods) === sorted(found.methods) &&
    sorted(expected.userAgents) === sorted(found.userAgents) &&
    sorted(expected.addresses) === sorted(found.addresses) &&
    (expected.reason === undefined || expected.reason === found.reason) &&
    (expected.blocker === undefined || expected.blocker === found.blocker) &&
    (expected.path === undefined || expected.path === found.details["path"]));

const summarize = (cause: ExpectedCause | Cause): string => {
  const lists = [...(cause.methods ?? []), ...(cause.userAgents ?? []), ...(cause.addresses ?? [])].join(", ");
  const path = "details" in cause ? cause.details["path"] : cause.path;
  return [
    cause.code,
    lists && `[${lists}]`,
    cause.reason && `reason=${cause.reason}`,
    cause.blocker && `blocker=${cause.blocker}`,
    path && `path=${path}`,
  ]
    .filter(Boolean)
    .join(" ");
};

/** The fields in which two probes can differ. Source addresses count as one field, published or not. */
const ASPECTS = ["method", "path", "userAgent", "from"] as const;

/** A proven cause needs two probes that differ in one thing: at most one of these fields, or something that probes do not record. */
function findLooseEvidence(result: CheckResult): string[] {
  const byId = new Map(result.probes.map((probe) => [probe.id, probe]));
  return result.causes.flatMap((cause) => {
    const { pass, fail } = cause.evidence;
    const dangling = [pass, fail].filter((id) => id !== null && !byId.has(id)).map((id) => `${cause.code} cites the unknown probe ${id}`);
    if (cause.certainty !== "proven") return dangling;
    const [good, bad] = [byId.get(pass ?? ""), byId.get(fail ?? "")];
    if (!good || !bad) return [...dangling, `${cause.code} is called proven without a pair`];
    const differing = ASPECTS.filter((aspect) => good[aspect] !== bad[aspect]);
    return differing.length > 1 ? [...dangling, `${cause.code}: ${pass} and ${fail} differ in ${differing.join(" and ")}`] : dangling;
  });
}

export function judge(truth: Truth, result: CheckResult): Judgement {
  const left = [...result.causes];
  const missed: string[] = [];
  for (const expected of truth.causes) {
    const index = left.findIndex((found) => isExact(expected, found));
    if (index < 0) missed.push(summarize(expected));
    else left.splice(index, 1);
  }
  const verdict = result.verdict === truth.verdict ? [] : [`verdict is ${result.verdict}, true is ${truth.verdict}`];
  return { missed, falseAlarms: left.map(summarize), other: [...verdict, ...findLooseEvidence(result)] };
}

export const isRight = (judgement: Judgement): boolean =>
  judgement.missed.length === 0 && judgement.falseAlarms.length === 0 && judgement.other.length === 0;

import { CAUSE_CODES, type CauseCode, hasTrait } from "@/lib/check/causes";
import type { CheckResult, Verdict } from "@/lib/check/result";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";

export interface ChangesSinceCheck {
  /** Lanes that have worked since, as an import, a push, a stored key or a newer check proved. */
  working: readonly LaneName[];
  /** The check used a key other than the stored one, or none. */
  isKeyReplaced: boolean;
}

const ABOUT_KEY: ReadonlySet<string> = new Set(CAUSE_CODES.filter((code) => hasTrait(code, "about_key")));
const FAILING: ReadonlySet<string> = new Set<Verdict>(["blocked", "unreachable", "refused"]);

/** A shop in maintenance answers no request, so one whose lanes both work has ended it. */
const isOver = (code: string, { working }: ChangesSinceCheck): boolean =>
  code === ("maintenance_mode" satisfies CauseCode) && LANES.every((lane) => working.includes(lane));

const isCurrent = (code: string, since: ChangesSinceCheck): boolean =>
  !(since.isKeyReplaced && ABOUT_KEY.has(code)) && !isOver(code, since);

export const precedesStoredKey = ({ startedAt }: { startedAt: Date | null }, keyStoredAt: Date | null): boolean =>
  keyStoredAt !== null && startedAt !== null && startedAt < keyStoredAt;

function currentVerdict(verdict: Verdict, causes: number, { working }: ChangesSinceCheck): Verdict {
  // All causes are over, or about a key that is gone.
  if (causes === 0) return "healthy";
  return FAILING.has(verdict) && working.includes("orders_in") ? "degraded" : verdict;
}

/**
 * A result as of now: no cause affects a lane that works, and causes of a replaced key or an ended maintenance are gone. Counterpart of
 * lane-events.ts.
 */
export function currentResult(result: CheckResult, since: ChangesSinceCheck): CheckResult {
  const causes = result.causes
    .filter(({ code }) => isCurrent(code, since))
    .map((cause) => ({ ...cause, affects: cause.affects.filter((lane) => !since.working.includes(lane)) }));
  const verdict = result.causes.length === 0 ? result.verdict : currentVerdict(result.verdict, causes.length, since);
  return { ...result, causes, verdict };
}

/** The same for lists, which store only the codes of causes. */
export function currentSummary<Code extends string>(
  summary: { verdict: Verdict | null; causeCodes: readonly Code[] },
  since: ChangesSinceCheck,
): { verdict: Verdict | null; causeCodes: Code[] } {
  const causeCodes = summary.causeCodes.filter((code) => isCurrent(code, since));
  if (summary.verdict === null || summary.causeCodes.length === 0) return { verdict: summary.verdict, causeCodes };
  return { verdict: currentVerdict(summary.verdict, causeCodes.length, since), causeCodes };
}

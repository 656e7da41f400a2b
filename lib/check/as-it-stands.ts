import { CAUSE_CODES, hasTrait } from "@/lib/check/causes";
import type { CheckResult, Verdict } from "@/lib/check/result";
import type { LaneName } from "@/lib/health/lane-name";

/** What has changed at a shop since a check. */
export interface SinceCheck {
  /** Lanes that work: an import, a parcel, a key or a newer check proved it. */
  working: readonly LaneName[];
  /** The check was made with another key than the one that is stored now, or without one. */
  hasOtherKey: boolean;
}

const ABOUT_KEY: ReadonlySet<string> = new Set(CAUSE_CODES.filter((code) => hasTrait(code, "about_key")));
const STOPPING: ReadonlySet<string> = new Set<Verdict>(["blocked", "unreachable", "refused"]);

const withoutOtherKey = (code: string, { hasOtherKey }: SinceCheck): boolean => !(hasOtherKey && ABOUT_KEY.has(code));

/** Whether a check was begun before the stored key was stored. */
export const isOfEarlierKey = ({ startedAt }: { startedAt: Date | null }, keyStoredAt: Date | null): boolean =>
  keyStoredAt !== null && startedAt !== null && startedAt < keyStoredAt;

function currentVerdict(verdict: Verdict, causes: number, { working }: SinceCheck): Verdict {
  // Healthy is said by a check of everything alone.
  return STOPPING.has(verdict) && (causes === 0 || working.includes("orders_in")) ? "degraded" : verdict;
}

/**
 * A check in the light of what its shop's lanes did since: no cause stands in the way of a lane that works, and what another key caused is gone.
 * With the events of lane-events.ts this is the one link between states and causes, in both directions.
 */
export function asItStands(result: CheckResult, since: SinceCheck): CheckResult {
  const causes = result.causes
    .filter(({ code }) => withoutOtherKey(code, since))
    .map((cause) => ({ ...cause, affects: cause.affects.filter((lane) => !since.working.includes(lane)) }));
  const verdict = result.causes.length === 0 ? result.verdict : currentVerdict(result.verdict, causes.length, since);
  return { ...result, causes, verdict };
}

/** The same for a list, which has the codes of the causes alone. */
export function summaryAsItStands<Code extends string>(
  summary: { verdict: Verdict | null; causeCodes: readonly Code[] },
  since: SinceCheck,
): { verdict: Verdict | null; causeCodes: Code[] } {
  const causeCodes = summary.causeCodes.filter((code) => withoutOtherKey(code, since));
  if (summary.verdict === null || summary.causeCodes.length === 0) return { verdict: summary.verdict, causeCodes };
  return { verdict: currentVerdict(summary.verdict, causeCodes.length, since), causeCodes };
}

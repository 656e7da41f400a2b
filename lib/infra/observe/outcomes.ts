import { processWide } from "@/lib/infra/process-wide";
/** The parts of the platform that the status page shows. */
export const AREAS = ["import", "tracking", "checks", "addresses"] as const;
export type Area = (typeof AREAS)[number];

export interface AreaOutcomes {
  worked: number;
  failed: number;
}

const outcomes = processWide("outcomes", () => new Map<Area, AreaOutcomes>());

/** Internal failures; every other outcome, even a failing shop, shows that the platform works. */
const OWN_FAILURES = /^(internal_error|worker_lost|credentials_unreadable|egress_.+)$/;
const OF_ADDRESSES = /^egress_/;

function count(area: Area, failed: boolean): void {
  const known = outcomes.get().get(area) ?? { worked: 0, failed: 0 };
  outcomes.get().set(area, { worked: known.worked + (failed ? 0 : 1), failed: known.failed + (failed ? 1 : 0) });
}

export function noteOutcome(area: Exclude<Area, "addresses">, outcome: string): void {
  count(area, OWN_FAILURES.test(outcome));
  count("addresses", OF_ADDRESSES.test(outcome));
}

export const takeOutcomes = (): ReadonlyMap<Area, AreaOutcomes> => outcomes.take() ?? new Map<Area, AreaOutcomes>();

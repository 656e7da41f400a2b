import type { RunFailure } from "@/lib/health/failures";
import type { LaneReason } from "@/lib/health/lane/lane";
import type { Moment } from "@/lib/health/lane/throttle";

type CausesFound = Extract<LaneReason, { code: "causes_found" }>;

export type LaneEvent =
  | { kind: "run_succeeded" }
  /** `counts` is false for a user's request and for a run that made progress before a rate limit: neither slows the lane down. */
  | { kind: "run_failed"; failure: RunFailure; counts: boolean; followsProbe: boolean }
  /** No cause blocks this lane. */
  | { kind: "check_clear" }
  /** `stops`: the causes block the lane instead of slowing it down. `needsPerson`: at least one does not resolve by itself. */
  | { kind: "check_found"; reason: CausesFound; stops: boolean; needsPerson: boolean }
  | { kind: "probe_answered" }
  | { kind: "probe_failed" }
  | { kind: "maintenance_announced"; until: Date; by: string }
  | { kind: "maintenance_ended" }
  /** The shop moved to another server, for which the key was not given. */
  | { kind: "key_dropped" }
  /** A key was stored after it had read orders successfully. */
  | { kind: "key_stored" }
  | { kind: "paused"; by: string }
  | { kind: "resumed" }
  | { kind: "gave_up"; days: number };

export interface LaneContext extends Moment {
  syncIntervalSeconds: number;
  /** The merchant entered a key that is still stored. */
  hasCredentials: boolean;
  /** Shipments failed and will be retried. */
  parcelsWait: boolean;
}

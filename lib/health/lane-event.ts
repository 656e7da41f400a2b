import type { RunFailure } from "@/lib/health/failures";
import type { LaneReason } from "@/lib/health/lane";
import type { Moment } from "@/lib/health/throttle";

type CausesFound = Extract<LaneReason, { code: "causes_found" }>;

export type LaneEvent =
  | { kind: "run_succeeded" }
  /** `counts`: false for a request by a person, and for a run that made progress before a rate limit: neither slows the lane down. */
  | { kind: "run_failed"; failure: RunFailure; counts: boolean; followsProbe: boolean }
  /** No cause blocks this lane. */
  | { kind: "check_clear" }
  /** Causes were found. `stops`: they block the lane instead of slowing it down; `needsPerson`: at least one does not pass on its own. */
  | { kind: "check_found"; reason: CausesFound; stops: boolean; needsPerson: boolean }
  | { kind: "probe_answered" }
  | { kind: "probe_failed" }
  | { kind: "maintenance_announced"; until: Date; by: string }
  | { kind: "maintenance_ended" }
  /** The shop moved to another server, which the key was not given for. */
  | { kind: "key_dropped" }
  /** A key was stored that had just read orders. */
  | { kind: "key_stored" }
  | { kind: "paused"; by: string }
  | { kind: "resumed" }
  | { kind: "gave_up"; days: number };

export interface LaneContext extends Moment {
  syncIntervalSeconds: number;
  /** The merchant gave a key that is still stored. */
  hasCredentials: boolean;
  /** Shipments failed and will be retried. */
  parcelsWait: boolean;
}

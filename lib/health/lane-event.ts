import type { RunFailure } from "@/lib/health/failures";
import type { LaneReason } from "@/lib/health/lane";
import type { Moment } from "@/lib/health/throttle";

type CausesFound = Extract<LaneReason, { code: "causes_found" }>;

/** What can happen to a lane. */
export type LaneEvent =
  | { kind: "run_succeeded" }
  /** A run of imports, or telling the shop of a parcel. `counts`: false for a try that a person asked for, and for one that came further before a limit ended it: neither makes the slow state slower. */
  | { kind: "run_failed"; failure: RunFailure; counts: boolean; followsProbe: boolean }
  /** No cause stands in the way of this lane. */
  | { kind: "check_clear" }
  /** Causes were found. `stops`: they keep the lane from working, and do not merely slow it down; `needsPerson`: at least one does not pass by itself. */
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
  /** Some parcels failed and are going to be told again. */
  parcelsWait: boolean;
}

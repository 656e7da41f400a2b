import { z } from "zod";
import type { RunFailure } from "@/lib/health/failures";
import { RUN_FAILURES } from "@/lib/health/failures";
import { FIXERS } from "@/lib/health/lane/fixer";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { Moment } from "@/lib/health/lane/throttle";

/** "Queued" and "syncing" belong to the lane's run, so state, reason and "since" survive a run and a worker's death. */
export const LANE_STATES = ["regular", "throttled", "action_needed", "maintenance", "paused", "off"] as const;
export type LaneState = (typeof LANE_STATES)[number];

/** The displayed state: the lane's, or that of its active run. */
export const SHOWN_STATES = ["regular", "queued", "syncing", "throttled", "action_needed", "maintenance", "paused", "off"] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** The stored state; `regular` for a state unknown to this version. */
export const toLaneState = (stored: string | undefined): LaneState => LANE_STATES.find((known) => known === stored) ?? "regular";

/** Why a lane is in its state: a code with parameters, stored with the lane and every transition. Instants are ISO strings. */
export const laneReasonSchema = z.discriminatedUnion("code", [
  z.object({ code: z.literal("none") }),
  /** `times`: consecutive failures with this response. */
  z.object({ code: z.literal("failed"), failure: z.enum(RUN_FAILURES), status: z.number().nullable(), times: z.number() }),
  z.object({ code: z.literal("no_credentials") }),
  z.object({
    code: z.literal("causes_found"),
    checkId: z.string(),
    /** The most important cause, a code of lib/check/result.ts. */
    cause: z.string(),
    others: z.number(),
    methods: z.array(z.string()),
    userAgents: z.array(z.string()),
    addresses: z.array(z.string()),
    blocker: z.string().nullable(),
    /** Who can fix it, according to the cause. */
    fixer: z.enum(FIXERS),
  }),
  /** The check no longer finds any of the causes; the next import must confirm it. */
  z.object({ code: z.literal("causes_gone") }),
  z.object({ code: z.literal("asked_to_wait"), status: z.number().nullable(), until: z.iso.datetime() }),
  z.object({ code: z.literal("window_announced"), until: z.iso.datetime(), by: z.string() }),
  z.object({ code: z.literal("paused_by"), by: z.string() }),
  z.object({ code: z.literal("never_succeeded"), days: z.number() }),
]);
export type LaneReason = z.infer<typeof laneReasonSchema>;

/** The stored reason; `none` for one that does not fit its schema. */
export const toLaneReason = (code: string, params: unknown): LaneReason =>
  laneReasonSchema.safeParse({ ...(typeof params === "object" ? params : {}), code }).data ?? { code: "none" };

export interface LaneFacts {
  lane: LaneName;
  state: LaneState;
  since: Date;
  reason: LaneReason;
  /** Counted failures since the last success. */
  failures: number;
  /** Consecutive failed attempts, including those that a user requested, and when the last one ended. */
  failedAttempts: number;
  lastFailedAt: Date | null;
  /** Current delay between attempts in seconds, before jitter; 0 while not throttled. */
  delaySeconds: number;
  nextSyncAt: Date | null;
  nextRecoveryProbeAt: Date | null;
  lastSuccessAt: Date | null;
  /** The first failure since the last success or resume; the switch-off deadline counts from here. */
  failingSince: Date | null;
}

type CausesFound = Extract<LaneReason, { code: "causes_found" }>;

export type LaneEvent =
  | { kind: "run_succeeded" }
  /** `counts` is false for a user's request and for a run that made progress before a rate limit: neither slows the lane down. */
  | { kind: "run_failed"; failure: RunFailure; counts: boolean; followsProbe: boolean }
  /** No cause blocks this lane. `isPartial`: some refuse one of our addresses or User-Agents, and another one passes. */
  | { kind: "check_clear"; isPartial?: boolean }
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
  /** Since when the shop refuses some of our addresses or User-Agents while others pass; null if it refuses none. */
  refusedSince: Date | null;
  /** Shipments failed and will be retried. */
  parcelsWait: boolean;
}

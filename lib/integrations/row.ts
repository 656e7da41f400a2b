import type { ProbeSummary } from "@/lib/check/probe-summary";
import type { Verdict } from "@/lib/check/result";
import type { Platform } from "@/lib/connectors/platforms";
import type { LaneReason, LaneState } from "@/lib/health/lane";
import type { LaneName } from "@/lib/health/lane-name";

// What a row of the list and the head of the page show, as plain JSON: the same shape comes with the page and over the event stream.
// Every time is an ISO instant in UTC.

export interface LaneView {
  state: LaneState;
  since: string;
  /** The "why" of the state sentence. */
  reason: LaneReason;
  nextSyncAt: string | null;
  nextProbeAt: string | null;
  lastSuccessAt: string | null;
  /** The first failure since the last success; null while all is well. */
  failingSince: string | null;
  /** Failed attempts in a row, no matter who triggered them, and when the last one ended. */
  failedAttempts: number;
  lastFailedAt: string | null;
}

export interface RunProgress {
  id: string;
  trigger: string;
  status: "queued" | "running" | "succeeded" | "failed";
  phase: string;
  total: number | null;
  fetched: number;
  requestedAt: string;
  startedAt: string | null;
}

export interface CheckSummary {
  id: string;
  status: "queued" | "running" | "done" | "failed";
  verdict: Verdict | null;
  causeCodes: readonly string[];
  probesDone: number;
  /** The requests so far, where one integration is read; empty in lists. */
  seen: readonly ProbeSummary[];
  /** When it ended; while it runs, when it was asked for. */
  at: string;
}

/** What the state of the lanes means in numbers. */
interface Effect {
  /** Parcels whose tracking number was not sent to the shop: they wait, or were given up. */
  parcels: number;
  /** Orders placed since the last import, by the shop's own pace before it; null while orders flow and where nothing reports the pace. */
  missedOrders: number | null;
  /** Whether shop and we counted alike at the newest finished run; null when that run did not compare. */
  countsAgree: boolean | null;
}

export interface IntegrationRow {
  id: string;
  name: string;
  platform: Platform;
  baseUrl: string;
  /** The address with its name in its own letters (`readableUrl`), where that differs. */
  readableUrl: string | null;
  hasCredentials: boolean;
  lanes: Readonly<Record<LaneName, LaneView>>;
  lastOrderAt: string | null;
  effect: Effect;
  run: RunProgress | null;
  check: CheckSummary | null;
  /** When this was read, in milliseconds: of two copies the page shows the newer one. */
  readAt: number;
}

import type { ProbeSummary } from "@/lib/check/probe-summary";
import type { Verdict } from "@/lib/check/result";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { LaneReason, LaneState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { IncidentView } from "@/lib/incidents/incident-view";
import type { RunView } from "@/lib/sync/past-runs/run-view";

// What a row of the list and the head of a shop's page show, as plain JSON, from the page and the event stream alike. All times are ISO
// instants in UTC.

export interface LaneView {
  state: LaneState;
  since: string;
  /** The reason of the state sentence. */
  reason: LaneReason;
  nextSyncAt: string | null;
  nextRecoveryProbeAt: string | null;
  lastSuccessAt: string | null;
  /** The first failure since the last success; null while healthy. */
  failingSince: string | null;
  /** Consecutive failed attempts, however triggered, and when the last one ended. */
  failedAttempts: number;
  lastFailedAt: string | null;
}

export interface RunProgress {
  id: string;
  trigger: string;
  status: "queued" | "running" | "succeeded" | "failed";
  phase: RunView["phase"];
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
  /** Requests so far, for a single integration; empty in lists. */
  seen: readonly ProbeSummary[];
  /** When it ended; while running, when it was requested. */
  at: string;
}

/** The effect of the lanes' state in numbers. */
interface Effect {
  /** Parcels whose tracking number was not sent to the shop: waiting or failed. */
  parcels: number;
  /** Estimated orders since the last import, from the shop's usual pace; null while orders flow or without an estimate. */
  missedOrders: number | null;
  /** Whether the shop's count and ours agreed in the newest finished run; null if it did not compare. */
  countsAgree: boolean | null;
}

export interface IntegrationRow {
  id: string;
  name: string;
  shopSystem: ShopSystem;
  baseUrl: string;
  /** The URL with its name in native script (`readableUrl`), if that differs. */
  readableUrl: string | null;
  hasCredentials: boolean;
  /** Whether PUT and PATCH are sent as POST. */
  methodFallback: boolean;
  lanes: Readonly<Record<LaneName, LaneView>>;
  lastOrderAt: string | null;
  effect: Effect;
  run: RunProgress | null;
  check: CheckSummary | null;
  /** Open causes that a report to the hosting provider can show. Found by the server, so that pages need not load the table of causes. */
  hostCauses: readonly string[];
  /** Set while shops of several merchants fail together for a reason that none of them can mend; ISO, UTC. */
  shared?: { shops: number; since: string; isAsked: boolean; isAtHost: boolean } | null;
  /** The newest one, open or closed; null if nothing was ever wrong. */
  incident: IncidentView | null;
  /** When this was read, in milliseconds; of two copies, the page shows the newer one. */
  readAt: number;
}

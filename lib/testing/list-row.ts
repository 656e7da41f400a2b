import type { LaneName } from "@/lib/health/lane/lane-name";
import type { IncidentView } from "@/lib/incidents/incident-view";
import type { IntegrationRow, LaneView } from "@/lib/integrations/list/row";

/** A healthy lane; `over` overrides fields. */
export const laneView = (over: Partial<LaneView> = {}): LaneView => ({
  state: "regular",
  since: "2026-11-25T00:00:00.000Z",
  reason: { code: "none" },
  nextSyncAt: null,
  nextRecoveryProbeAt: null,
  lastSuccessAt: null,
  failingSince: null,
  failedAttempts: 0,
  lastFailedAt: null,
  ...over,
});

/** An open incident in which one direction is in this state. */
export const openIncident = (lane: LaneName, state: LaneView["state"], at = "2026-11-25T00:00:00.000Z"): IncidentView => ({
  id: "incident",
  openedAt: at,
  closedAt: null,
  quietSince: null,
  cameBack: 0,
  causes: [],
  asked: null,
  lanes: { orders_in: null, tracking_out: null, [lane]: { state, failingSince: at, reason: { code: "none" } } },
});

/** A shop's row as pages receive it, with both lanes healthy; `over` overrides fields. */
export const listRow = (name: string, over: Partial<IntegrationRow> = {}): IntegrationRow => ({
  id: name,
  name,
  shopSystem: "woocommerce",
  baseUrl: `https://${name.toLowerCase()}.example`,
  readableUrl: null,
  hasCredentials: true,
  methodFallback: false,
  lanes: { orders_in: laneView(), tracking_out: laneView() },
  lastOrderAt: null,
  effect: { parcels: 0, missedOrders: null, countsAgree: null },
  run: null,
  check: null,
  hostCauses: [],
  incident: null,
  readAt: 0,
  ...over,
});

import type { Route } from "next";
import { route } from "@/lib/base/route";
import { canFallBack } from "@/lib/connectors/http/method-fallback";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { isPartlyBlocked, type Tone, toneRank } from "@/lib/health/lane/tone";
import { describeIncident, type StepAction, type Story, type Viewer } from "@/lib/incidents/describe-incident";
import { openCauses } from "@/lib/incidents/effects";
import type { IncidentCause, LaneSnapshot } from "@/lib/incidents/incident";
import { reviveIncident, type ToldIncident } from "@/lib/incidents/incident-view";
import { toSentenceLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow, LaneView } from "@/lib/integrations/list/row";
import { shopPath } from "@/lib/integrations/shop-paths";
import { AWAITED_TRIGGERS } from "@/lib/sync/awaited-triggers";

const troubled = (lane: LaneView): boolean => isPartlyBlocked(lane) || fails(lane);

const fails = ({ state, reason }: LaneView): boolean =>
  state !== "regular" && state !== "paused" && reason.code !== "window_announced" && reason.code !== "no_credentials";

const snapshotOf = (view: LaneView): LaneSnapshot | null =>
  fails(view) ? { state: view.state, reason: view.reason, failingSince: new Date(view.since) } : null;

/** The causes that the lanes name, each once for all lanes that it concerns. */
function causesOf({ lanes }: IntegrationRow): IncidentCause[] {
  const found = new Map<string, IncidentCause>();
  for (const lane of LANES) {
    const { reason, since } = lanes[lane];
    if (reason.code !== "causes_found" || !troubled(lanes[lane])) continue;
    const { cause: code, blocker, fixer, checkId, addresses, userAgents, methods } = reason;
    const at = new Date(since);
    const known = found.get(code);
    const scope = { addresses: [...addresses], userAgents: [...userAgents], methods: [...methods] };
    if (known) known.lanes.push(lane);
    else found.set(code, { code, blocker, fixer, checkId, scope, lanes: [lane], firstSeenAt: at, lastSeenAt: at, clearedAt: null });
  }
  return [...found.values()];
}

/** The incident of a shop from before incidents were stored, as its lanes show it. */
function incidentOfLanes(row: IntegrationRow): ToldIncident | null {
  const lanes = { orders_in: snapshotOf(row.lanes.orders_in), tracking_out: snapshotOf(row.lanes.tracking_out) };
  const causes = causesOf(row);
  if (!lanes.orders_in && !lanes.tracking_out && causes.length === 0) return null;
  return { id: row.id, openedAt: new Date(row.readAt), closedAt: null, quietSince: null, cameBack: 0, lanes, causes, asked: null };
}

const incidentOf = (row: IntegrationRow): ToldIncident | null => (row.incident ? reviveIncident(row.incident) : incidentOfLanes(row));

/** Whether what is blocked can be sent as POST: only methods that tracking needs. */
const canUsePost = ({ methodFallback, shopSystem }: IntegrationRow, incident: ToldIncident | null): boolean =>
  !methodFallback &&
  (incident ? openCauses(incident) : []).some(
    ({ code, lanes, scope }) => code === "method_blocked" && lanes.includes("tracking_out") && canFallBack(shopSystem, scope.methods),
  );

/** What every page, message and program says of a shop, or of `only` one direction. */
export function tellShop(row: IntegrationRow, viewer: Viewer, now: Date, only: LaneName | null = null): Story {
  const { lanes, effect } = row;
  const { lastSuccessAt, reason } = lanes.orders_in;
  const incident = incidentOf(row);
  const facts = {
    hasCredentials: reason.code !== "no_credentials" && (row.hasCredentials || lastSuccessAt !== null),
    lanes: { orders_in: toSentenceLane("orders_in", lanes.orders_in), tracking_out: toSentenceLane("tracking_out", lanes.tracking_out) },
    parcels: effect.parcels,
    missedOrders: effect.missedOrders,
    canUsePost: canUsePost(row, incident),
    shared: row.shared ? { ...row.shared, since: new Date(row.shared.since) } : null,
    hostCauses: row.hostCauses,
  };
  return describeIncident(facts, incident, viewer, now, only);
}

/** Automatic runs end within a second and would make rows flicker. */
const AWAITED: ReadonlySet<string> = new Set(AWAITED_TRIGGERS);

/** The tone of its story; "working" while someone waits for a run and nothing is more urgent. */
export function rowTone(row: IntegrationRow): Tone {
  const { tone } = tellShop(row, { kind: "program" }, new Date(row.readAt));
  return row.run && AWAITED.has(row.run.trigger) && toneRank(tone) > toneRank("working") ? "working" : tone;
}

/** The page of a step that is not a button of its own; a report is sent from the card of its cause. */
export function hrefOfStep(act: StepAction, merchantId: string, integrationId: string): Route {
  switch (act) {
    case "connect":
      return route(`/m/${merchantId}/integrations/connect/${integrationId}`);
    case "replace_key":
      return route(`${shopPath(merchantId, integrationId, "settings")}#settings-key`);
    case "show_fix":
    case "share_with_host":
      return route(shopPath(merchantId, integrationId, "diagnosis"));
    case "read_answer":
      return route(`${shopPath(merchantId, integrationId, "diagnosis")}#reports`);
    case "ask_support":
      return route(`/m/${merchantId}/support/new?integration=${integrationId}`);
    default:
      return route(shopPath(merchantId, integrationId));
  }
}

import type { Route } from "next";
import { route } from "@/lib/base/route";
import { hasTrait, toCauseCode } from "@/lib/check/causes";
import { LANES } from "@/lib/health/lane/lane-name";
import { isPartlyBlocked } from "@/lib/health/lane/tone";
import { describeIncident, type StepAction, type Story, type Viewer } from "@/lib/incidents/describe-incident";
import type { Incident, IncidentCause, LaneSnapshot } from "@/lib/incidents/incident";
import { askedAbout, toSentenceLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow, LaneView } from "@/lib/integrations/list/row";
import { shopPath } from "@/lib/integrations/shop-paths";

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

/** The open incident as the row's lanes show it; null for a shop without trouble. */
function incidentOf(row: IntegrationRow): Incident | null {
  const lanes = { orders_in: snapshotOf(row.lanes.orders_in), tracking_out: snapshotOf(row.lanes.tracking_out) };
  const causes = causesOf(row);
  if (!lanes.orders_in && !lanes.tracking_out && causes.length === 0) return null;
  const asked = causes.map(({ code }) => askedAbout(row.asked, code)).find((one) => one !== null) ?? null;
  const at = new Date(row.readAt);
  const open = {
    closedAt: null,
    quietSince: null,
    goodObservations: 0,
    cameBack: 0,
    told: { state: null, at: [], gist: null, changedAt: [] },
  };
  return { id: row.id, openedAt: at, ...open, lanes, causes, asked };
}

/** What every page says of a shop. `canUsePost`: its head alone knows. */
export function tellShop(row: IntegrationRow, viewer: Viewer, now: Date, canUsePost = false): Story {
  const { lanes, effect, check } = row;
  const { lastSuccessAt, reason } = lanes.orders_in;
  const facts = {
    hasCredentials: row.hasCredentials || (lastSuccessAt !== null && reason.code !== "no_credentials"),
    lanes: { orders_in: toSentenceLane("orders_in", lanes.orders_in), tracking_out: toSentenceLane("tracking_out", lanes.tracking_out) },
    parcels: effect.parcels,
    missedOrders: effect.missedOrders,
    canUsePost,
    hostCauses: (check?.causeCodes ?? []).filter((code) => !hasTrait(toCauseCode(code), "not_for_hosts")),
  };
  return describeIncident(facts, incidentOf(row), viewer, now);
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
    case "ask_support":
      return route(`/m/${merchantId}/support/new?integration=${integrationId}`);
    default:
      return route(shopPath(merchantId, integrationId));
  }
}

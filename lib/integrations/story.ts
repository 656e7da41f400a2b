import type { Route } from "next";
import { route } from "@/lib/base/route";
import { canFallBack } from "@/lib/connectors/http/method-fallback";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { type Tone, toneRank } from "@/lib/health/lane/tone";
import { describeIncident, type StepAction, type Story, type Viewer } from "@/lib/incidents/describe-incident";
import { openCauses } from "@/lib/incidents/effects";
import { reviveIncident, type ToldIncident } from "@/lib/incidents/incident-view";
import { toSentenceLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { settingsPath, shopPath } from "@/lib/integrations/shop-paths";
import { AWAITED_TRIGGERS } from "@/lib/sync/awaited-triggers";

/** Whether what is blocked can be sent as POST: only methods that tracking needs. */
const canUsePost = ({ methodFallback, shopSystem }: IntegrationRow, incident: ToldIncident | null): boolean =>
  !methodFallback &&
  (incident ? openCauses(incident) : []).some(
    ({ code, lanes, scope }) => code === "method_blocked" && lanes.includes("tracking_out") && canFallBack(shopSystem, scope.methods),
  );

/** What every page, message and program says about a shop, or of `only` one direction. */
export function tellShop(row: IntegrationRow, viewer: Viewer, now: Date, only: LaneName | null = null): Story {
  const { lanes, effect } = row;
  const { lastSuccessAt, reason } = lanes.orders_in;
  const incident = row.incident && reviveIncident(row.incident);
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
      return route(settingsPath(merchantId, integrationId, "connection"));
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

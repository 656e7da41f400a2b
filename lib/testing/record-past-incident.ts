import { MINUTE_MS } from "@/lib/base/units";
import type { CauseCode } from "@/lib/check/causes";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { recordIncidentEvent } from "@/lib/incidents/record";
import type { IncidentEvent } from "@/lib/incidents/transitions";
import { inMerchant } from "@/lib/infra/db";
import type { ConnectedShop } from "@/lib/testing/connect-shop";

interface Past {
  from: Date;
  /** When it worked again; null while it lasts. Two successes and the quiet time later it is over. */
  to: Date | null;
  lane?: LaneName;
  /** The check that proved its cause; none by default. */
  checkId?: string;
  code?: CauseCode;
}

const EVERYTHING = { addresses: [], userAgents: [], methods: [] };
const DOWN = { state: "action_needed", reason: { code: "failed", failure: "credentials_rejected", status: 401, times: 1 } } as const;

/** For tests: an incident of the past, by the events that the product records. */
export async function recordPastIncident({ scope, integrationId }: ConnectedShop, past: Past): Promise<void> {
  const { from, to, lane = "orders_in", checkId, code = "user_agent_blocked" } = past;
  const record = (event: IncidentEvent, now: Date) =>
    inMerchant(scope.merchantId, (tx) => recordIncidentEvent(tx, scope, { integrationId, event, now }));
  await record({ kind: "lane_moved", lane, ...DOWN, failingSince: from }, from);
  const cause = { code, blocker: null, fixer: "hosting_provider", scope: EVERYTHING, lanes: [lane] } as const;
  if (checkId) await record({ kind: "check_completed", checkId, causes: [{ ...cause, lanes: [lane] }], cleared: [] }, from);
  if (!to) return;
  await record({ kind: "lane_moved", lane, state: "regular", reason: { code: "none" }, failingSince: null }, to);
  await record({ kind: "work_succeeded", lane, passed: EVERYTHING }, to);
  await record({ kind: "work_succeeded", lane, passed: EVERYTHING }, new Date(to.getTime() + 10 * MINUTE_MS));
}

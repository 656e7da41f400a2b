import type { CheckFinished } from "@/lib/check/events";
import type { LaneMoved } from "@/lib/health/events";
import { openCauses } from "@/lib/incidents/effects";
import type { IncidentMoved } from "@/lib/incidents/events";
import type { Transaction } from "@/lib/infra/db";
import { type OfShop, recordEvent } from "@/lib/notify/events/record-events";

// Reactions that write a merchant's event log (worker/reactions.ts).

/** Single failures between successes are no news: only a lane that was throttled or needed action recovers. */
async function wasInTrouble(tx: Transaction, { scope, integrationId, lane }: LaneMoved, since: Date): Promise<boolean> {
  const { merchantId } = scope;
  const where = { merchantId, integrationId, lane, toState: { in: ["throttled", "action_needed"] }, at: { gte: since } };
  return (await tx.laneTransition.count({ where, take: 1 })) > 0;
}

export async function recordLane(tx: Transaction, moved: LaneMoved & { before: Pick<LaneMoved, "state" | "failingSince"> }) {
  const { lane, state, before, failingSince, params, at } = moved;
  if (state === "throttled" && before.state !== "throttled") {
    const since = (failingSince ?? at).toISOString();
    await recordEvent(tx, moved, "shop.throttled", { lane, reason: String(params["code"]), since });
  }
  const failedSince = before.state === "paused" ? null : before.failingSince;
  if (state !== "regular" || failingSince !== null || failedSince === null) return;
  if (await wasInTrouble(tx, moved, failedSince))
    await recordEvent(tx, moved, "shop.recovered", { lane, failingSince: failedSince.toISOString() });
}

export function recordCheck(tx: Transaction, { checkId, result, ...shop }: CheckFinished): Promise<void> {
  const causes = [...new Set(result.causes.map(({ code }) => code))];
  return recordEvent(tx, shop, "check.completed", { checkId, verdict: result.verdict, causes });
}

export async function recordIncident(tx: Transaction, { incident, before, entries, ...shop }: IncidentMoved): Promise<void> {
  const has = (kind: string): boolean => entries.some((entry) => entry.kind === kind);
  const isOpened = has("opened") || (has("came_back") && before?.closedAt !== null);
  const data = {
    incidentId: incident.id,
    openedAt: incident.openedAt.toISOString(),
    causes: [...new Set(openCauses(incident).map(({ code }) => code))],
    cameBack: incident.cameBack,
  };
  if (isOpened) await recordEvent(tx, shop, "incident.opened", data);
  if (has("closed")) await recordEvent(tx, shop, "incident.closed", data);
}

export const recordFailedParcel = (
  tx: Transaction,
  { shipmentId, failure, ...shop }: OfShop & { shipmentId: string; failure: string },
): Promise<void> => recordEvent(tx, shop, "parcel.failed", { shipmentId, failure });

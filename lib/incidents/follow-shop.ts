import type { CheckFinished } from "@/lib/check/events";
import { canFallBack } from "@/lib/connectors/http/method-fallback";
import type { LaneMoved, LaneOffSoon, WorkSucceeded } from "@/lib/health/events";
import { toLaneReason } from "@/lib/health/lane/lane";
import { openCauses } from "@/lib/incidents/effects";
import { endCauses } from "@/lib/incidents/end-causes";
import type { CauseScope } from "@/lib/incidents/incident";
import { isDisproved } from "@/lib/incidents/is-disproved";
import { isLeft } from "@/lib/incidents/is-left";
import { findNewestIncident, recordIncidentEvent } from "@/lib/incidents/record";
import { causeKey } from "@/lib/incidents/transitions";
import type { Transaction } from "@/lib/infra/db";
import type { FallbackStarted } from "@/lib/orders/method-fallback/events";

// What health, check, sync and orders publish of a shop, as events of its incident in the same transaction.

export async function followLane(
  tx: Transaction,
  { scope, integrationId, lane, state, failingSince, at, params }: LaneMoved,
): Promise<void> {
  const reason = toLaneReason(String(params["code"]), params);
  const event = { kind: "lane_moved" as const, lane, state, reason, failingSince };
  await recordIncidentEvent(tx, scope, { integrationId, event, now: at });
}

export async function followWork(tx: Transaction, { scope, integrationId, lane, passed }: WorkSucceeded): Promise<void> {
  const event = { kind: "work_succeeded" as const, lane, passed };
  await recordIncidentEvent(tx, scope, { integrationId, event, now: new Date() });
}

/** Records the warning that a lane will be switched off, once per warning day, even with several workers. */
export async function followSwitchOff(tx: Transaction, warning: LaneOffSoon): Promise<void> {
  const { scope, integrationId, lane, failingSince, day, offAt } = warning;
  const { merchantId } = scope;
  const where = { merchantId, kind: "off_soon", at: { gt: failingSince }, incident: { integrationId } };
  const warned = await tx.incidentEntry.findMany({ where, select: { details: true } });
  const isWarned = warned.some(({ details }) => {
    const known = details as { lane?: string; day?: number };
    return known.lane === lane && known.day === day;
  });
  if (isWarned) return;
  await followLane(tx, warning);
  await recordIncidentEvent(tx, scope, { integrationId, event: { kind: "off_soon", lane, day, offAt }, now: new Date() });
}

/** What POST carries is refused no longer. */
export const followFallback = (tx: Transaction, { scope, integrationId, shopSystem }: FallbackStarted): Promise<void> =>
  endCauses(tx, scope, integrationId, ({ code, scope: refused }) => code === "method_blocked" && canFallBack(shopSystem, refused.methods));

/** A cause is cleared by a check that does not find it and in which what it refused passed, or after our traffic left what it refused. */
export async function followCheck(tx: Transaction, { scope, integrationId, checkId, result, causes }: CheckFinished): Promise<void> {
  const before = await findNewestIncident(tx, scope, integrationId);
  const open = before ? openCauses(before) : [];
  const known = open.length > 0 ? await tx.egressAddress.findMany() : [];
  const isOver = (refused: CauseScope): boolean => isDisproved(refused, result) || isLeft(refused, result, known, new Date());
  const cleared = open.filter(({ scope: refused }) => isOver(refused));
  const event = { kind: "check_completed" as const, checkId, causes, cleared: cleared.map(causeKey) };
  await recordIncidentEvent(tx, scope, { integrationId, event, now: new Date() });
}

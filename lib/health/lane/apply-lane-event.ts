import { isDeepStrictEqual } from "node:util";
import { AppError } from "@/lib/base/app-error";
import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import { laneMoved } from "@/lib/health/events";
import { type LaneEvent, type LaneFacts, toLaneReason, toLaneState } from "@/lib/health/lane/lane";
import { type LaneName, toLaneName } from "@/lib/health/lane/lane-name";
import { transition } from "@/lib/health/lane/states";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Lane, Prisma } from "@/lib/infra/prisma-client/client";

/** Pushes run sequentially, so the first failure that affects all of them postpones the rest again. */
export const makePushesDue = (tx: Transaction, merchantId: string, integrationId: string): Promise<unknown> =>
  tx.$executeRaw`
    update shipment set next_push_at = now()
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status = 'waiting' and failure is not null and next_push_at > now()`;

const doParcelsWait = async (tx: Transaction, merchantId: string, integrationId: string): Promise<boolean> =>
  (await tx.shipment.count({ where: { merchantId, integrationId, status: "waiting", failure: { not: null } }, take: 1 })) > 0;

/** A stored lane as the rules read it. A reason that no longer fits its schema becomes `none`. */
export const toLaneFacts = ({ merchantId: _, integrationId: __, lane, state, reason, reasonParams, ...facts }: Lane): LaneFacts => ({
  ...facts,
  lane: toLaneName(lane),
  state: toLaneState(state),
  reason: toLaneReason(reason, reasonParams),
});

const reasonParams = ({ reason }: LaneFacts): Prisma.InputJsonObject => {
  const { code: _, ...params } = reason;
  return params;
};

export interface LaneOccurrence {
  integrationId: string;
  lane: LaneName;
  event: LaneEvent;
  now: Date;
}

/** Stores state, history row and live event in the caller's transaction. Locks shop and lane until the commit, which serializes events. */
export async function applyLaneEvent(tx: Transaction, scope: MerchantScope, { integrationId, lane, event, now }: LaneOccurrence) {
  const { merchantId } = scope;
  const key = { merchantId_integrationId_lane: { merchantId, integrationId, lane } };
  await lockShop(tx, scope, integrationId);
  await tx.$queryRaw`select 1 from lane
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and lane = ${lane} for no key update`;
  const row = await tx.lane.findUnique({
    where: key,
    include: { integration: { select: { syncIntervalSeconds: true, credentialsKeyId: true, refusedVisitors: true } } },
  });
  if (!row) throw new AppError("lane_missing", `Integration ${integrationId} has no lane ${lane}.`);
  const { integration, ...stored } = row;
  const before = toLaneFacts(stored);
  const { syncIntervalSeconds, credentialsKeyId } = integration;
  const refused = toRefusedVisitors(integration.refusedVisitors).map(({ since }) => new Date(since));
  const refusedSince = refused.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
  const parcelsWait = lane === "tracking_out" && event.kind === "check_clear" && (await doParcelsWait(tx, merchantId, integrationId));
  const context = { now, random: Math.random, syncIntervalSeconds, hasCredentials: credentialsKeyId !== null, refusedSince, parcelsWait };
  const { lane: after, moved, parcelsDue } = transition(before, event, context);
  const { reason: _, lane: __, ...fields } = after;
  await tx.lane.update({ where: key, data: { ...fields, reason: after.reason.code, reasonParams: reasonParams(after) } });
  if (moved) {
    const change = { fromState: before.state, toState: after.state, reason: after.reason.code, reasonParams: reasonParams(after) };
    await tx.laneTransition.create({ data: { merchantId, integrationId, lane, ...change, actor: scope.actor, at: now } });
  }
  if (moved || before.failingSince?.getTime() !== after.failingSince?.getTime() || !isDeepStrictEqual(before.reason, after.reason)) {
    const params = { ...after.reason, since: after.since.toISOString() };
    const { state, failingSince } = after;
    await laneMoved.publish(tx, { scope, integrationId, lane, state, failingSince, before, at: now, params });
  }
  if (parcelsDue) await makePushesDue(tx, merchantId, integrationId);
  await publish(tx, { kind: "integration", merchantId, integrationId });
  return after;
}

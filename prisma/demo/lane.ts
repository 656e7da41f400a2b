import { randomInt } from "node:crypto";
import { MINUTE_MS } from "@/lib/base/units";
import type { FixPlace } from "@/lib/check/diagnosis/fixes/fix";
import { decideFixer } from "@/lib/check/diagnosis/fixes/fixes-for";
import type { RefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import type { LaneReason } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { slowDelaySeconds, THROTTLE_POLICY } from "@/lib/health/lane/throttle";
import { jobScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { type DemoLane, type DemoShop, dayMinutes } from "@/lib/testing/demo-shops";
import { failedAt, PAST_DAYS } from "@/prisma/demo/past-runs";
import { listPastTroubles } from "@/prisma/demo/past-troubles";

const after = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * MINUTE_MS);

/** Reason of the lane's state, as the sync would have stored it. `checkId`: the check that the seed requests. */
function reasonOf(lane: DemoLane, now: Date, checkId: string | null, place: FixPlace): LaneReason {
  const { failure, cause } = lane;
  if (cause && checkId && lane.state !== "regular") {
    const { code, ...found } = cause;
    const fixer = decideFixer({ code, reason: null, ...found }, place);
    return { code: "causes_found", checkId, cause: code, others: 0, ...found, fixer };
  }
  if (failure?.code === "maintenance") return { code: "asked_to_wait", status: failure.status, until: after(now, 4).toISOString() };
  if (failure) return { code: "failed", failure: failure.code, status: failure.status, times: lane.failures };
  return { code: "none" };
}

/** As the sync would have counted the attempts that failed. */
function countFailures(name: LaneName, lane: DemoLane): { failures: number; delaySeconds: number } {
  if (name !== "orders_in" || lane.state !== "action_needed") return { failures: lane.failures, delaySeconds: lane.delaySeconds };
  const failures = failedAt(lane).length;
  return { failures, delaySeconds: slowDelaySeconds(failures) };
}

/**
 * When the lane is next tried and probed. A probe would find the throttled shop healthy within two minutes, so the demo plans none and
 * leaves time to click Refresh.
 */
function dueTimes(
  name: LaneName,
  { lane, now, epoch }: { lane: DemoLane; now: Date; epoch: Date },
): { nextSyncAt: Date | null; nextRecoveryProbeAt: Date | null } {
  const sync = (minutes: number): Date | null => (name === "orders_in" ? after(now, minutes) : null);
  switch (lane.state) {
    case "throttled":
      return { nextSyncAt: sync(85), nextRecoveryProbeAt: null };
    case "action_needed": {
      const nextMinutes =
        (slowDelaySeconds(failedAt(lane).length) || THROTTLE_POLICY.firstDelaySeconds) / 60 - (failedAt(lane).at(-1) ?? 0);
      return { nextSyncAt: name === "orders_in" ? after(epoch, nextMinutes) : null, nextRecoveryProbeAt: after(now, 9) };
    }
    case "maintenance":
      return { nextSyncAt: sync(4), nextRecoveryProbeAt: after(now, 2) };
    default:
      return { nextSyncAt: sync(randomInt(3, 14)), nextRecoveryProbeAt: null };
  }
}

/** Transitions of past incidents: into the state and back to regular. */
async function writePastChanges(tx: Transaction, owner: { merchantId: string; integrationId: string }, shop: DemoShop, epoch: Date) {
  if (shop.importedUntilMinutes === null) return;
  const { actor } = jobScope("sync-orders", owner.merchantId);
  const change = { ...owner, lane: "orders_in", actor };
  const data = listPastTroubles(shop, PAST_DAYS).flatMap(({ state, failure, status, fromMinutes, toMinutes }) => [
    {
      ...change,
      fromState: "regular",
      toState: state,
      at: after(epoch, -fromMinutes),
      reason: "failed",
      reasonParams: { failure, status, times: 3 },
    },
    { ...change, fromState: state, toState: "regular", reason: "none", at: after(epoch, -toMinutes) },
  ]);
  await tx.laneTransition.createMany({ data });
}

/** What the shop refuses while its lanes go on, as the check that the seed requests will find it. */
function refusedVisitorsOf({ lanes }: DemoShop, epoch: Date, checkId: string | null): RefusedVisitors[] {
  const { state, cause, sinceMinutes } = lanes.orders_in;
  if (state !== "regular" || !cause || !checkId) return [];
  const { code, methods, addresses, userAgents, blocker } = cause;
  const fixer = "hosting_provider";
  return [{ cause: code, checkId, blocker, fixer, since: after(epoch, -sinceMinutes).toISOString(), methods, addresses, userAgents }];
}

/** Both lanes of a shop, each with the transition into its state. */
export async function writeLanes(
  tx: Transaction,
  owner: { merchantId: string; integrationId: string },
  { shop, epoch, checkId }: { shop: DemoShop; epoch: Date; checkId: string | null },
): Promise<void> {
  const now = new Date();
  await writePastChanges(tx, owner, shop, epoch);
  const { merchantId, integrationId } = owner;
  const refusedVisitors = refusedVisitorsOf(shop, epoch, checkId);
  await tx.integration.update({ where: { merchantId_id: { merchantId, id: integrationId } }, data: { refusedVisitors } });
  const imported = shop.importedUntilMinutes === null ? null : after(epoch, -shop.importedUntilMinutes);
  for (const name of LANES) {
    const lane = shop.lanes[name];
    const isPartlyBlocked = lane.state === "regular" && lane.cause !== null;
    const since = after(epoch, isPartlyBlocked ? -PAST_DAYS * dayMinutes : -lane.sinceMinutes);
    const { code, ...params } = reasonOf(lane, now, checkId, { shopSystem: shop.shopSystem, server: null });
    await tx.lane.create({
      data: {
        ...owner,
        lane: name,
        state: lane.state,
        since,
        reason: code,
        reasonParams: params,
        ...countFailures(name, lane),
        ...dueTimes(name, { lane, now, epoch }),
        lastSuccessAt: name === "orders_in" ? imported : null,
        failingSince: lane.state === "regular" ? null : since,
      },
    });
    if (lane.state === "regular") continue;
    const { actor } = jobScope("sync-orders", owner.merchantId);
    await tx.laneTransition.create({
      data: { ...owner, lane: name, fromState: "regular", toState: lane.state, reason: code, reasonParams: params, actor, at: since },
    });
  }
}

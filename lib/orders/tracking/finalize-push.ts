import { startCheck, startCheckAfterFailure } from "@/lib/check/mutations";
import type { PushDelay, PushRefusal } from "@/lib/connectors/shop";
import { type WorkSucceeded, workSucceeded } from "@/lib/health/events";
import { isCheckable, type RunFailure } from "@/lib/health/failures";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { honouredWaitSeconds, secondsAfter } from "@/lib/health/lane/throttle";
import { lockShop } from "@/lib/health/lock-shop";
import { enterOpenWindow } from "@/lib/health/open-maintenance";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { Prisma } from "@/lib/infra/prisma-client/client";
import type { ClaimedParcel } from "@/lib/orders/tracking/claim-parcel";
import { parcelFailed } from "@/lib/orders/tracking/events";

const FIRST_DELAY_SECONDS = 60;
const MAX_DELAY_SECONDS = 6 * 3600;
/** About three days; afterwards only "send again" retries. */
const MAX_PUSHES = 20;

/** Time of the next attempt, or null when the attempts are used up. `random` in [0, 1). */
function nextPushAt(attempts: number, retryAfterSeconds: number | null, now: Date, random: () => number): Date | null {
  if (attempts >= MAX_PUSHES) return null;
  const delay = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), MAX_DELAY_SECONDS);
  return secondsAfter(now, Math.max(delay * (0.9 + 0.2 * random()), honouredWaitSeconds(retryAfterSeconds)));
}

// Stores the outcome of a push: parcel and lane in one transaction. Lock order: shop, lanes, parcels (lib/health/lock-shop.ts).

export interface Held {
  scope: MerchantScope;
  integrationId: string;
  claimed: ClaimedParcel;
}

/** Runs `work` in a transaction if this worker still holds the lease; otherwise nothing is written. */
function whileHeld({ scope, integrationId, claimed }: Held, lanes: readonly LaneName[], work: (tx: Transaction) => Promise<unknown>) {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    await tx.$queryRaw`select 1 from lane where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
      and lane = any(${[...lanes]}::text[]) order by lane for no key update`;
    const held = await tx.$queryRaw<unknown[]>`select 1 from shipment
      where merchant_id = ${merchantId}::uuid and id = ${claimed.id}::uuid and lease_owner = ${claimed.lease_owner}::uuid for no key update`;
    if (held.length === 0) return;
    await work(tx);
    await publish(tx, { kind: "integration", merchantId, integrationId });
  });
}

interface PushOutcome extends Prisma.ShipmentUncheckedUpdateManyInput {
  status: "waiting" | "sent" | "failed";
  failure: string | null;
}

/** Stores the outcome and releases the lease. Deletes a parcel that was cancelled meanwhile and never sent. */
async function store(tx: Transaction, { scope, integrationId, claimed }: Held, data: PushOutcome) {
  const { merchantId } = scope;
  await tx.shipment.updateMany({
    where: { merchantId, id: claimed.id },
    data: { ...data, sentAgainAt: null, leaseOwner: null, leaseUntil: null },
  });
  const { count } = await tx.shipment.deleteMany({ where: { merchantId, id: claimed.id, sentAt: null, cancelledAt: { not: null } } });
  if (count > 0) await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
  else if (data.status === "failed")
    await parcelFailed.publish(tx, { scope, integrationId, shipmentId: claimed.id, failure: data.failure ?? "" });
}

/** A parcel that went out contradicts the cause that stopped this lane: the shop is checked again at once. */
async function testCauseAgain(tx: Transaction, { scope, integrationId }: Held): Promise<void> {
  const newest = await tx.reachabilityCheck.findFirst({
    where: { merchantId: scope.merchantId, integrationId, status: "done" },
    orderBy: { requestedAt: "desc" },
    select: { causeCodes: true },
  });
  if (newest?.causeCodes.length) await startCheck(tx, scope, integrationId, "schedule");
}

async function hasFailed(tx: Transaction, { scope, integrationId }: Held): Promise<boolean> {
  const { merchantId } = scope;
  return (await tx.lane.count({ where: { merchantId, integrationId, lane: "tracking_out", failures: { gt: 0 } } })) > 0;
}

const moveLane = (tx: Transaction, { scope, integrationId }: Held, event: LaneEvent, now: Date) =>
  applyLaneEvent(tx, scope, { integrationId, lane: "tracking_out", event, now });

export const finalizeSentPush = (held: Held, passed: WorkSucceeded["passed"]): Promise<void> =>
  whileHeld(held, ["tracking_out"], async (tx) => {
    const hadFailed = await hasFailed(tx, held);
    await store(tx, held, {
      status: "sent",
      nextPushAt: null,
      sentAt: new Date(),
      replaces: Prisma.DbNull,
      failure: null,
      failureParams: {},
    });
    await moveLane(tx, held, { kind: "run_succeeded" }, new Date());
    const { scope, integrationId } = held;
    await workSucceeded.publish(tx, { scope, integrationId, lane: "tracking_out", passed });
    if (hadFailed) await testCauseAgain(tx, held);
  });

/** For a parcel that the shop can never store. */
export const finalizeRefusedPush = (held: Held, failure: PushRefusal): Promise<void> =>
  whileHeld(held, [], (tx) => store(tx, held, { status: "failed", nextPushAt: null, failure, failureParams: {} }));

/** For an order that cannot take the parcel yet; only this parcel waits. */
export const finalizeDelayedPush = (held: Held, failure: PushDelay, detail: string): Promise<void> =>
  whileHeld(held, [], async (tx) => {
    const next = nextPushAt(held.claimed.attempts, null, new Date(), Math.random);
    const params = detail === "" ? {} : { detail };
    await store(tx, held, { status: next ? "waiting" : "failed", nextPushAt: next, failure, failureParams: params });
  });

/** Scope of a failure: the order of the parcel, or all parcels of the shop. `ofLane`: it counts for the lane. */
export interface Reach {
  concernsShop: boolean;
  ofLane: boolean;
}

/** For a failed push. A failure during announced maintenance does not count and is retried at its end. */
export const finalizeFailedPush = (held: Held, failure: RunFailure, { concernsShop, ofLane }: Reach): Promise<void> =>
  whileHeld(held, LANES, async (tx) => {
    const { scope, integrationId, claimed } = held;
    const { merchantId } = scope;
    const { code, ...failureParams } = failure;
    const now = new Date();
    const window = await enterOpenWindow(tx, scope, integrationId, now);
    const next = window ? window.endsAt : nextPushAt(claimed.attempts, failure.retryAfterSeconds, now, Math.random);
    if (ofLane) await moveLane(tx, held, { kind: "run_failed", failure, counts: true, followsProbe: false }, now);
    await store(tx, held, {
      status: next ? "waiting" : "failed",
      nextPushAt: next,
      failure: code,
      failureParams,
      ...(window ? { attempts: claimed.attempts - 1 } : {}),
    });
    // Spares the shop one failing request per parcel.
    if (concernsShop && next)
      await tx.shipment.updateMany({
        where: { merchantId, integrationId, status: "waiting", nextPushAt: { lt: next } },
        data: { nextPushAt: next, sentAgainAt: null, failure: code, failureParams },
      });
    if (isCheckable(code)) {
      const since = await beganWaiting(tx, scope, integrationId);
      await startCheckAfterFailure(tx, scope, integrationId, { always: false, since });
    }
  });

/** When pushes began to fail: the time of the oldest waiting parcel, or of a later success. */
async function beganWaiting(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<Date> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    select greatest(
      (select min(recorded_at) from shipment
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status = 'waiting'),
      (select last_success_at from lane
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and lane = 'tracking_out')) as since`;
  return found?.since ?? new Date();
}

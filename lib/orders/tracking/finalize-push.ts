import { startCheckAfterFailure } from "@/lib/check/mutations";
import type { PushDelay, PushRefusal } from "@/lib/connectors/shop";
import { applyLaneEvent } from "@/lib/health/apply-lane-event";
import { isCheckable, type RunFailure } from "@/lib/health/failures";
import type { LaneEvent } from "@/lib/health/lane-event";
import { LANES, type LaneName } from "@/lib/health/lane-name";
import { lockShop } from "@/lib/health/lock-shop";
import { enterOpenWindow } from "@/lib/health/open-maintenance";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { nextPushAt } from "@/lib/orders/tracking/backoff";
import type { ClaimedParcel } from "@/lib/orders/tracking/claim-parcel";

// How telling a shop of a parcel went: the parcel and its lane in one transaction. Whoever settles takes the shop first, then the
// lanes, then the parcels (lib/health/lock-shop.ts).

export interface Held {
  scope: MerchantScope;
  integrationId: string;
  claimed: ClaimedParcel;
}

/** Runs `work` in a transaction that only the holder of the lease commits: a worker whose claim has passed to another one writes nothing. */
function whileHeld(
  { scope, integrationId, claimed }: Held,
  lanes: readonly LaneName[],
  work: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
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

/** Stores what became of the parcel and gives its lease back. One that was cancelled meanwhile and never told is withdrawn. */
async function store(
  tx: Transaction,
  { scope, integrationId, claimed }: Held,
  data: Prisma.ShipmentUncheckedUpdateManyInput,
): Promise<void> {
  const { merchantId } = scope;
  await tx.shipment.updateMany({
    where: { merchantId, id: claimed.id },
    data: { ...data, sentAgainAt: null, leaseOwner: null, leaseUntil: null },
  });
  const { count } = await tx.shipment.deleteMany({ where: { merchantId, id: claimed.id, toldAt: null, cancelledAt: { not: null } } });
  if (count > 0) await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
}

const moveLane = (tx: Transaction, { scope, integrationId }: Held, event: LaneEvent, now: Date) =>
  applyLaneEvent(tx, scope, { integrationId, lane: "tracking_out", event, now });

/** The shop has the number. */
export const finalizeSentPush = (held: Held): Promise<void> =>
  whileHeld(held, ["tracking_out"], async (tx) => {
    await store(tx, held, { status: "told", nextPushAt: null, toldAt: new Date(), failure: null, failureParams: {} });
    await moveLane(tx, held, { kind: "run_succeeded" }, new Date());
  });

/** The shop can never hold it. */
export const finalizeRefusedPush = (held: Held, failure: PushRefusal): Promise<void> =>
  whileHeld(held, [], (tx) => store(tx, held, { status: "failed", nextPushAt: null, failure, failureParams: {} }));

/** The order cannot take it yet: this parcel alone waits. */
export const finalizeDelayedPush = (held: Held, failure: PushDelay, detail: string): Promise<void> =>
  whileHeld(held, [], async (tx) => {
    const next = nextPushAt(held.claimed.attempts, null, new Date(), Math.random);
    const params = detail === "" ? {} : { detail };
    await store(tx, held, { status: next ? "waiting" : "failed", nextPushAt: next, failure, failureParams: params });
  });

/** How far a failure reaches: the parcel's order, or all parcels of the shop. `ofLane`: it says something of the lane. */
export interface Reach {
  meetsAll: boolean;
  ofLane: boolean;
}

/** It did not work. What fails in announced maintenance does not count, and is tried again at its end. */
export const finalizeFailedPush = (held: Held, failure: RunFailure, { meetsAll, ofLane }: Reach): Promise<void> =>
  whileHeld(held, LANES, async (tx) => {
    const { scope, integrationId, claimed } = held;
    const { merchantId } = scope;
    const { code, ...failureParams } = failure;
    const now = new Date();
    const window = await enterOpenWindow(tx, scope, integrationId, now);
    const next = window ? window.endsAt : nextPushAt(claimed.attempts, failure.retryAfterSeconds, now, Math.random);
    if (ofLane) await moveLane(tx, held, { kind: "run_failed", failure, counts: true, followsProbe: false }, now);
    await store(tx, held, {
      ...{ status: next ? "waiting" : "failed", nextPushAt: next, failure: code, failureParams },
      ...(window ? { attempts: claimed.attempts - 1 } : {}),
    });
    // The shop is not asked for each parcel in turn when it cannot be told of any.
    if (meetsAll && next)
      await tx.shipment.updateMany({
        where: { merchantId, integrationId, status: "waiting", nextPushAt: { lt: next } },
        data: { nextPushAt: next, sentAgainAt: null, failure: code, failureParams },
      });
    if (isCheckable(code)) {
      const since = await beganWaiting(tx, scope, integrationId);
      await startCheckAfterFailure(tx, scope, integrationId, { always: false, since });
    }
  });

/** Since when the shop has not been told of parcels: of the oldest one that waits, or since it was told of another one after that. */
async function beganWaiting(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<Date> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    select greatest(
      (select min(recorded_at) from shipment
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status = 'waiting'),
      (select last_success_at from lane
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and lane = 'tracking_out')) as since`;
  return found?.since ?? new Date();
}

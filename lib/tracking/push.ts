import { randomUUID } from "node:crypto";
import type { MerchantScope } from "@/lib/accounts/access";
import { startCheckAfterFailure } from "@/lib/checks/mutations";
import type { OutsideConfig } from "@/lib/egress/config";
import { publish } from "@/lib/live/publish";
import { findOpenWindow } from "@/lib/maintenance/open-window";
import { PUSH_REFUSALS, type PushOutcome, type PushRefusal } from "@/lib/shops/shop";
import { isWorthACheck, type RunFailure } from "@/lib/sync/failures";
import { lacksCredentials, openShop, readShop } from "@/lib/sync/open-shop";
import { withConnections } from "@/lib/sync/shop-connections";
import { inMerchant, type Transaction } from "@/lib/system/db";
import { nextPushAt } from "@/lib/tracking/backoff";

// The outbox of tracking out. A parcel is claimed, the shop is read back before it is written to (lib/shops: pushShipment), and the outcome
// is stored. A worker that dies in between is followed by one that finds the number in the shop.

/** Longest time that telling one parcel takes, all its requests together. */
const LEASE_SECONDS = 300;

interface ClaimedShipment {
  id: string;
  lease_owner: string;
  attempts: number;
  external_id: string;
  carrier: string;
  tracking_number: string;
  tracking_url: string | null;
}

export interface PushEnvironment {
  outside: OutsideConfig;
  /** Aborted when the worker stops: the parcel at hand is finished, the others wait for the next worker. */
  signal: AbortSignal;
}

/** Failures of one order. */
const OF_ONE_ORDER: readonly string[] = ["invalid_response", "response_too_large"];
/** What the shop breaks down with on one order as well as on all: two parcels in a row tell. Every other failure meets all parcels of the shop. */
const OF_ONE_OR_ALL: readonly string[] = ["server_error", "response_timed_out", "connection_reset"];

/** Tells a shop of every parcel that is due, one after another, until none is left or the shop cannot be told now. */
export async function pushWaiting(scope: MerchantScope, integrationId: string, environment: PushEnvironment): Promise<void> {
  const { signal } = environment;
  await withConnections(scope, integrationId, { wanted: 1, signal }, () => pushAll(scope, integrationId, environment));
}

async function pushAll(scope: MerchantScope, integrationId: string, { outside, signal }: PushEnvironment): Promise<void> {
  const shop = await readShop(scope, integrationId);
  if (!shop) return;
  const failure = !shop.ok ? shop.failure : shop.facts.credentials === null ? lacksCredentials() : null;
  const port = shop.ok && !failure ? openShop(shop.facts, outside) : null;
  let breakdowns = 0;
  try {
    while (!signal.aborted) {
      const claimed = await claim(scope, integrationId);
      if (!claimed) return;
      if (!port) return await fail(scope, integrationId, claimed, failure ?? lacksCredentials(), true);
      const pushed = await port.pushShipment({
        id: claimed.id,
        orderExternalId: claimed.external_id,
        carrier: claimed.carrier,
        trackingNumber: claimed.tracking_number,
        trackingUrl: claimed.tracking_url,
      });
      if (pushed.ok) breakdowns = 0;
      if (pushed.ok && isRefusal(pushed.value)) await giveUp(scope, integrationId, claimed, pushed.value);
      else if (pushed.ok) await succeed(scope, integrationId, claimed);
      else {
        const { code } = pushed.failure;
        breakdowns = OF_ONE_OR_ALL.includes(code) ? breakdowns + 1 : 0;
        const meetsAll = !OF_ONE_ORDER.includes(code) && breakdowns !== 1;
        await fail(scope, integrationId, claimed, pushed.failure, meetsAll);
        if (meetsAll) return;
      }
    }
  } finally {
    await port?.close();
  }
}

async function claim({ merchantId }: MerchantScope, integrationId: string): Promise<ClaimedShipment | null> {
  const [claimed] = await inMerchant(
    merchantId,
    (tx) => tx.$queryRaw<ClaimedShipment[]>`
      update shipment s set lease_owner = ${randomUUID()}::uuid, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
      from shop_order o
      where o.merchant_id = s.merchant_id and o.id = s.order_id and s.merchant_id = ${merchantId}::uuid and s.id = (
        select id from shipment
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status = 'waiting' and next_push_at <= now()
          and (lease_until is null or lease_until < now())
          and not exists (select 1 from lane l where l.merchant_id = ${merchantId}::uuid and l.integration_id = ${integrationId}::uuid
            and l.lane = 'tracking_out' and l.state in ('paused', 'off'))
        order by next_push_at, id limit 1 for update skip locked)
      returning s.id, s.lease_owner, s.attempts, o.external_id, s.carrier, s.tracking_number, s.tracking_url`,
  );
  return claimed ?? null;
}

/** Stores how it went; nothing is written by a worker whose claim has passed to another one. */
async function settle(
  scope: MerchantScope,
  integrationId: string,
  claimed: ClaimedShipment,
  data: { status: string; nextPushAt: Date | null; toldAt?: Date; attempts?: number; failure?: string | null; failureParams?: object },
  also: (tx: Transaction) => Promise<unknown> = async () => {},
): Promise<void> {
  const { merchantId } = scope;
  await inMerchant(merchantId, async (tx) => {
    const { count } = await tx.shipment.updateMany({
      where: { merchantId, id: claimed.id, leaseOwner: claimed.lease_owner },
      data: { ...data, leaseOwner: null, leaseUntil: null },
    });
    if (count === 0) return;
    await also(tx);
    await publish(tx, { kind: "integration", merchantId, integrationId });
  });
}

const succeed = (scope: MerchantScope, integrationId: string, claimed: ClaimedShipment): Promise<void> =>
  settle(scope, integrationId, claimed, { status: "told", nextPushAt: null, toldAt: new Date(), failure: null, failureParams: {} }, (tx) =>
    tx.lane.updateMany({
      where: { merchantId: scope.merchantId, integrationId, lane: "tracking_out" },
      data: { lastSuccessAt: new Date() },
    }),
  );

const isRefusal = (outcome: PushOutcome): outcome is PushRefusal => PUSH_REFUSALS.some((refusal) => refusal === outcome);

const giveUp = (scope: MerchantScope, integrationId: string, claimed: ClaimedShipment, failure: PushRefusal): Promise<void> =>
  settle(scope, integrationId, claimed, { status: "failed", nextPushAt: null, failure, failureParams: {} });

async function fail(
  scope: MerchantScope,
  integrationId: string,
  claimed: ClaimedShipment,
  failure: RunFailure,
  meetsAll: boolean,
): Promise<void> {
  const { code, ...failureParams } = failure;
  const { merchantId } = scope;
  const now = new Date();
  const window = await inMerchant(merchantId, (tx) => findOpenWindow(tx, merchantId, integrationId, now));
  // What fails in announced maintenance does not count, and is tried again at its end.
  const next = window ? window.endsAt : nextPushAt(claimed.attempts, failure.retryAfterSeconds, now, Math.random);
  await settle(
    scope,
    integrationId,
    claimed,
    {
      ...{ status: next ? "waiting" : "failed", nextPushAt: next, failure: code, failureParams },
      ...(window ? { attempts: claimed.attempts - 1 } : {}),
    },
    async (tx) => {
      // The shop is not asked for each parcel in turn when it cannot be told of any.
      if (meetsAll && next)
        await tx.shipment.updateMany({
          where: { merchantId, integrationId, status: "waiting", nextPushAt: { lt: next } },
          data: { nextPushAt: next, failure: code },
        });
      if (isWorthACheck(failure.code))
        await startCheckAfterFailure(tx, scope, integrationId, { always: false, since: await beganWaiting(tx, scope, integrationId) });
    },
  );
}

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

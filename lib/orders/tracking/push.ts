import { setTimeout as wait } from "node:timers/promises";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { mayPass } from "@/lib/connectors/http/repeat-reads";
import { isPushDelay, isPushRefusal, type Shipment, type ShopFailure } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { brieflyPatient, missingCredentials, type OpenShop, openShop, readShop } from "@/lib/health/open-shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { type ClaimedParcel, claimParcel, whileClaimed } from "@/lib/orders/tracking/claim-parcel";
import {
  finalizeDelayedPush,
  finalizeFailedPush,
  finalizeRefusedPush,
  finalizeSentPush,
  type Held,
  type Reach,
} from "@/lib/orders/tracking/finalize-push";
import { listWitnesses, verifyWitnesses } from "@/lib/orders/witnesses";

// The outbox of tracking out. A parcel is claimed, the shop is read back before it is written to (lib/connectors: pushShipment), and the outcome
// is stored. A worker that dies in between is followed by one that finds the number in the shop.

export interface PushEnvironment {
  outside: OutsideConfig;
  /** Aborted when the worker stops: the parcel at hand is finished, the others wait for the next worker. */
  signal: AbortSignal;
}

/** Failures of one order. */
const OF_ONE_ORDER: readonly string[] = ["invalid_response", "response_too_large"];
/** What the shop breaks down with on one order as well as on all: two parcels in a row tell. Every other failure meets all parcels of the shop. */
const OF_ONE_OR_ALL: readonly string[] = ["server_error", "response_timed_out", "connection_reset"];

/** What was cut off may take effect a moment later. */
const PUSH_WAITS_MS = [1_000, 2_000, 4_000] as const;

/** Tells a shop of every parcel that is due, one after another, until none is left or the shop cannot be told now. */
export async function pushWaiting(scope: MerchantScope, integrationId: string, environment: PushEnvironment): Promise<void> {
  const { signal } = environment;
  await withConnections(scope, integrationId, { wanted: 1, signal }, () => pushAll(scope, integrationId, environment));
}

interface Opened {
  reachedBy: string;
  /** Null where the shop cannot be told, for the reason in `failure`. */
  port: OpenShop | null;
  failure: RunFailure;
}

/** The shop by its address and key of now; null when it is gone. */
async function open(
  scope: MerchantScope,
  integrationId: string,
  reachedBy: string,
  { outside, signal }: PushEnvironment,
): Promise<Opened | null> {
  const shop = await readShop(scope, integrationId);
  if (!shop) return null;
  if (!shop.ok) return { reachedBy, port: null, failure: shop.failure };
  const failure = missingCredentials();
  return { reachedBy, port: shop.facts.credentials === null ? null : openShop(shop.facts, outside, {}, brieflyPatient(signal)), failure };
}

async function pushAll(scope: MerchantScope, integrationId: string, environment: PushEnvironment): Promise<void> {
  const { signal } = environment;
  let opened: Opened | null = null;
  let breakdowns = 0;
  try {
    while (!signal.aborted) {
      const claimed = await claimParcel(scope, integrationId);
      if (!claimed) return;
      // A shop that moved, or whose key was replaced, is told of the next parcel where it is now.
      if (opened?.reachedBy !== claimed.reached_by) {
        await opened?.port?.close();
        opened = await open(scope, integrationId, claimed.reached_by, environment);
      }
      if (!opened) return;
      const held = { scope, integrationId, claimed };
      const { port } = opened;
      if (!port) return await finalizeFailedPush(held, opened.failure, { meetsAll: true, ofLane: true });
      const pushed = await whileClaimed(scope, claimed, () => pushRepeatedly(port, claimed, signal));
      if (pushed.ok) {
        breakdowns = 0;
        const doubt = pushed.value === "order_missing" ? await whileClaimed(scope, claimed, () => doubtMissing(held, port)) : null;
        if (doubt) return await finalizeFailedPush(held, doubt, { meetsAll: true, ofLane: true });
        if (isPushRefusal(pushed.value)) await finalizeRefusedPush(held, pushed.value);
        else if (isPushDelay(pushed.value)) await finalizeDelayedPush(held, pushed.value.delayedBy, pushed.value.detail);
        else await finalizeSentPush(held);
        continue;
      }
      breakdowns = OF_ONE_OR_ALL.includes(pushed.failure.code) ? breakdowns + 1 : 0;
      const reach = await reachOf(scope, integrationId, claimed, pushed.failure, breakdowns);
      await finalizeFailedPush(held, pushed.failure, reach);
      if (reach.meetsAll) return;
    }
  } finally {
    await opened?.port?.close();
  }
}

/**
 * Pushes again where a single request of a shop that answers was lost. Each push reads the shop before it writes, so what took effect behind
 * a lost answer is found and not written twice.
 */
async function pushRepeatedly(port: OpenShop, claimed: ClaimedParcel, signal: AbortSignal): ReturnType<OpenShop["pushShipment"]> {
  const shipment: Shipment = {
    id: claimed.id,
    orderExternalId: claimed.external_id,
    orderPlacedAt: claimed.placed_at,
    carrier: claimed.carrier,
    trackingNumber: claimed.tracking_number,
    trackingUrl: claimed.tracking_url,
  };
  for (const waitMs of PUSH_WAITS_MS) {
    const pushed = await port.pushShipment(shipment);
    if (pushed.ok || !isWriteOver(pushed.failure) || !port.isAnswering()) return pushed;
    if (!(await wait(waitMs, true, { signal }).catch(() => false))) return pushed;
  }
  return port.pushShipment(shipment);
}

/** The shop is no longer at work on what failed: behind a gateway that stopped waiting (504) it may be. */
const isWriteOver = (failure: ShopFailure): boolean => mayPass(failure) && failure.status !== 504;

/** Why a shop that has no such order is not believed: it shows none of the others either (lib/orders/witnesses.ts). */
async function doubtMissing({ scope, integrationId, claimed }: Held, port: OpenShop): Promise<RunFailure | null> {
  const gone = [claimed.external_id];
  const witnesses = await inMerchant(scope.merchantId, (tx) => listWitnesses(tx, scope, integrationId, gone));
  return verifyWitnesses(port, gone, witnesses);
}

/** @param breakdowns parcels in a row on which the shop broke down */
async function reachOf(
  { merchantId }: MerchantScope,
  integrationId: string,
  claimed: ClaimedParcel,
  { code }: RunFailure,
  breakdowns: number,
): Promise<Reach> {
  const meetsAll = !OF_ONE_ORDER.includes(code) && breakdowns !== 1;
  if (meetsAll || breakdowns === 0) return { meetsAll, ofLane: meetsAll };
  // Where few parcels leave, the same one tells when it meets it again and no other came through since it was recorded.
  const told = await inMerchant(merchantId, (tx) =>
    tx.shipment.count({ where: { merchantId, integrationId, toldAt: { gt: claimed.recorded_at } }, take: 1 }),
  );
  return { meetsAll, ofLane: claimed.attempts > 1 && told === 0 };
}

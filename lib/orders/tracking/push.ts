import { setTimeout as wait } from "node:timers/promises";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { mayPass } from "@/lib/connectors/http/repeat-reads";
import { isPushDelay, isPushRefusal, type Shipment, type ShopFailure } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { brieflyPatient, missingCredentials, type OpenShop, openShop, passedBy, readShop } from "@/lib/health/open-shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { metrics } from "@/lib/infra/observe/metrics";
import { noteOutcome } from "@/lib/infra/observe/outcomes";
import { trackingLink } from "@/lib/orders/tracking/carriers";
import { type ClaimedParcel, claimParcel, whileClaimed } from "@/lib/orders/tracking/claim-parcel";
import {
  finalizeDelayedPush,
  finalizeFailedPush,
  finalizeRefusedPush,
  finalizeSentPush,
  type Reach,
} from "@/lib/orders/tracking/finalize-push";
import { verifyGone } from "@/lib/orders/witnesses";

// Pushes a shop's outbox of parcels. Each push reads the shop before it writes (pushShipment in lib/connectors), so a parcel that a dead
// worker already sent is not written twice.

export interface PushEnvironment {
  outside: OutsideConfig;
  /** Aborted when the worker stops: the current parcel is finished, the others wait for the next worker. */
  signal: AbortSignal;
}

/** Failures that concern one order. */
const OF_ONE_ORDER: readonly string[] = ["invalid_response", "response_too_large"];
/** Failures of one order or of the whole shop: two in a row mean the shop. Failures in neither list concern the whole shop. */
const OF_ONE_OR_ALL: readonly string[] = ["server_error", "response_timed_out", "connection_reset"];

/** Interrupted writes may take effect a moment later. */
const PUSH_WAITS_MS = [1_000, 2_000, 4_000] as const;

/** Pushes every due parcel of a shop in sequence, until none is left or the shop is unavailable. */
export async function pushWaiting(scope: MerchantScope, integrationId: string, environment: PushEnvironment): Promise<void> {
  const { signal } = environment;
  await withConnections(scope, integrationId, { wanted: 1, signal }, () => pushAll(scope, integrationId, environment));
}

interface Opened {
  reachedBy: string;
  shopSystem: string;
  /** Null when the shop cannot be opened; the reason is in `failure`. */
  port: OpenShop | null;
  failure: RunFailure;
}

/** Opens the shop with its current URL and credentials; null when it was disconnected. */
async function open(
  scope: MerchantScope,
  integrationId: string,
  reachedBy: string,
  { outside, signal }: PushEnvironment,
): Promise<Opened | null> {
  const shop = await readShop(scope, integrationId);
  if (!shop) return null;
  const { shopSystem } = shop.ok ? shop.facts : shop.address;
  const hasKey = shop.ok && shop.facts.credentials !== null;
  const port = hasKey ? openShop(shop.facts, outside, {}, brieflyPatient(signal)) : null;
  return { reachedBy, shopSystem, port, failure: shop.ok ? missingCredentials() : shop.failure };
}

async function pushAll(scope: MerchantScope, integrationId: string, environment: PushEnvironment): Promise<void> {
  const { signal } = environment;
  let opened: Opened | null = null;
  let breakdowns = 0;
  try {
    while (!signal.aborted) {
      const claimed = await claimParcel(scope, integrationId);
      if (!claimed) return;
      // URL or credentials changed since the last parcel.
      if (opened?.reachedBy !== claimed.reached_by) {
        await opened?.port?.close();
        opened = await open(scope, integrationId, claimed.reached_by, environment);
      }
      if (!opened) return;
      const held = { scope, integrationId, claimed };
      const { port, shopSystem } = opened;
      const count = (outcome: string): void => {
        metrics().pushes.inc({ shop_system: shopSystem, outcome });
        noteOutcome("tracking", outcome);
      };
      if (!port) {
        count(opened.failure.code);
        return await finalizeFailedPush(held, opened.failure, { concernsShop: true, ofLane: true });
      }
      const pushed = await whileClaimed(scope, claimed, () => pushRepeatedly(port, claimed, signal));
      if (pushed.ok) {
        breakdowns = 0;
        const doubt =
          pushed.value === "order_missing"
            ? await whileClaimed(scope, claimed, () => verifyGone(scope, integrationId, port, [claimed.external_id]))
            : null;
        if (doubt) return await finalizeFailedPush(held, doubt, { concernsShop: true, ofLane: true });
        count(isPushDelay(pushed.value) ? "delayed" : pushed.value);
        if (isPushRefusal(pushed.value)) await finalizeRefusedPush(held, pushed.value);
        else if (isPushDelay(pushed.value)) await finalizeDelayedPush(held, pushed.value.delayedBy, pushed.value.detail);
        else await finalizeSentPush(held, passedBy(port));
        continue;
      }
      count(pushed.failure.code);
      breakdowns = OF_ONE_OR_ALL.includes(pushed.failure.code) ? breakdowns + 1 : 0;
      const reach = await reachOf(scope, integrationId, claimed, pushed.failure, breakdowns);
      await finalizeFailedPush(held, pushed.failure, reach);
      if (reach.concernsShop) return;
    }
  } finally {
    await opened?.port?.close();
  }
}

/** Retries a push when a single request was lost while the shop answers others. Safe, since each push reads before it writes. */
async function pushRepeatedly(port: OpenShop, claimed: ClaimedParcel, signal: AbortSignal): ReturnType<OpenShop["pushShipment"]> {
  const shipment: Shipment = {
    id: claimed.id,
    orderExternalId: claimed.external_id,
    orderPlacedAt: claimed.placed_at,
    carrier: claimed.carrier,
    trackingNumber: claimed.tracking_number,
    trackingUrl: claimed.tracking_url ?? trackingLink(claimed.carrier, claimed.tracking_number),
    ...(claimed.replaces ? { replaces: claimed.replaces } : {}),
  };
  for (const waitMs of PUSH_WAITS_MS) {
    const pushed = await port.pushShipment(shipment);
    if (pushed.ok || !isWriteOver(pushed.failure) || !port.isAnswering()) return pushed;
    if (!(await wait(waitMs, true, { signal }).catch(() => false))) return pushed;
  }
  return port.pushShipment(shipment);
}

/** Whether the failed write has ended. After a gateway timeout (504) the shop may still be working on it. */
const isWriteOver = (failure: ShopFailure): boolean => mayPass(failure) && failure.status !== 504;

/** @param breakdowns consecutive parcels that failed with one of `OF_ONE_OR_ALL` */
async function reachOf(
  { merchantId }: MerchantScope,
  integrationId: string,
  claimed: ClaimedParcel,
  { code }: RunFailure,
  breakdowns: number,
): Promise<Reach> {
  const concernsShop = !OF_ONE_ORDER.includes(code) && breakdowns !== 1;
  if (concernsShop || breakdowns === 0) return { concernsShop, ofLane: concernsShop };
  // With few parcels, a repeated failure counts if no other parcel was sent meanwhile.
  const sentSince = await inMerchant(merchantId, (tx) =>
    tx.shipment.count({ where: { merchantId, integrationId, sentAt: { gt: claimed.recorded_at } }, take: 1 }),
  );
  return { concernsShop, ofLane: claimed.attempts > 1 && sentSince === 0 };
}

import type { MerchantScope } from "@/lib/accounts/access";
import type { OutsideConfig } from "@/lib/egress/config";
import { isPushDelay, isPushRefusal } from "@/lib/shops/shop";
import type { RunFailure } from "@/lib/sync/failures";
import { lacksCredentials, openShop, readShop } from "@/lib/sync/open-shop";
import { withConnections } from "@/lib/sync/shop-connections";
import { inMerchant } from "@/lib/system/db";
import { type ClaimedParcel, claimParcel, whileClaimed } from "@/lib/tracking/claim-parcel";
import { type Reach, settleDelayed, settleFailed, settleRefused, settleTold } from "@/lib/tracking/settle-push";

// The outbox of tracking out. A parcel is claimed, the shop is read back before it is written to (lib/shops: pushShipment), and the outcome
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
      const claimed = await claimParcel(scope, integrationId);
      if (!claimed) return;
      const held = { scope, integrationId, claimed };
      if (!port) return await settleFailed(held, failure ?? lacksCredentials(), { meetsAll: true, ofLane: true });
      const pushed = await whileClaimed(scope, claimed, () =>
        port.pushShipment({
          id: claimed.id,
          orderExternalId: claimed.external_id,
          carrier: claimed.carrier,
          trackingNumber: claimed.tracking_number,
          trackingUrl: claimed.tracking_url,
        }),
      );
      if (pushed.ok) {
        breakdowns = 0;
        if (isPushRefusal(pushed.value)) await settleRefused(held, pushed.value);
        else if (isPushDelay(pushed.value)) await settleDelayed(held, pushed.value.delayedBy, pushed.value.detail);
        else await settleTold(held);
        continue;
      }
      breakdowns = OF_ONE_OR_ALL.includes(pushed.failure.code) ? breakdowns + 1 : 0;
      const reach = await reachOf(scope, integrationId, claimed, pushed.failure, breakdowns);
      await settleFailed(held, pushed.failure, reach);
      if (reach.meetsAll) return;
    }
  } finally {
    await port?.close();
  }
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

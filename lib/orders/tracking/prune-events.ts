import type { PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 5_000;
/** Longer than any carrier takes to send or repeat an event. */
const KEPT_DAYS = 365;

/** Deletes the last event times of old parcels of these shops. @returns how many were deleted */
export function pruneEvents(shops: readonly PrunedShop[]): Promise<number> {
  const ids = shops.map(({ integrationId }) => integrationId);
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from sendcloud_parcel where (merchant_id, integration_id, parcel_id) in (
        select merchant_id, integration_id, parcel_id from sendcloud_parcel
        where integration_id = any(${ids}::uuid[]) and event_at < now() - make_interval(days => ${KEPT_DAYS}) limit ${BATCH})`,
  );
}

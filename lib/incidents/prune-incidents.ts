import { INCIDENT_DAYS, type PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 500;

/** Deletes incidents with their timelines that ended before the time that pages show. @returns the number deleted */
export function pruneIncidents(shops: readonly PrunedShop[]): Promise<number> {
  const ids = shops.map(({ integrationId }) => integrationId);
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from incident where (merchant_id, id) in (
        select merchant_id, id from incident
        where integration_id = any(${ids}::uuid[]) and closed_at < now() - make_interval(days => ${INCIDENT_DAYS}) order by closed_at limit ${BATCH})`,
  );
}

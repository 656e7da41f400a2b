import { HISTORY_KEPT_DAYS, INCIDENT_DAYS, type PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 2_000;
/** The notes of trouble that an incident lists with their recipients. */
export const INCIDENT_NOTES = ["needs_you", "off_soon", "switched_off"] as const;
/** Incidents say who was told of them; a note may be older than the incident that it is counted to by a minute. */
const DAYS_OF_TROUBLE = INCIDENT_DAYS + 1;

const merchantsOf = (shops: readonly PrunedShop[]): string[] => [...new Set(shops.map(({ merchantId }) => merchantId))];

/**
 * Removes notes of these shops' merchants that are older than any history and that somebody of theirs has read. What was told of a lane last
 * stays, since what is told next depends on it. @returns how many went
 */
export function pruneNotes(shops: readonly PrunedShop[]): Promise<number> {
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from notification where (merchant_id, id) in (
        select n.merchant_id, n.id from notification n
        where n.merchant_id = any(${merchantsOf(shops)}::uuid[]) and n.fanned_out_at is not null
          and n.at < now() - make_interval(days => case when n.kind = any(${[...INCIDENT_NOTES]}::text[]) then ${DAYS_OF_TROUBLE}::int else ${HISTORY_KEPT_DAYS}::int end)
          and exists (select 1 from notification_setting s where s.merchant_id = n.merchant_id and s.read_until >= n.at)
          and (n.lane is null or exists (select 1 from notification later where later.merchant_id = n.merchant_id
            and later.integration_id = n.integration_id and later.lane = n.lane and (later.at, later.id) > (n.at, n.id)
            and (n.kind = 'off_soon' or later.kind <> 'off_soon')))
        limit ${BATCH})`,
  );
}

/** Removes what the log says of messages that were sent, or given up, longer ago than any history. @returns how many went */
export function pruneDeliveries(shops: readonly PrunedShop[]): Promise<number> {
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from notification_delivery where (merchant_id, id) in (
        select d.merchant_id, d.id from notification_delivery d
        where d.merchant_id = any(${merchantsOf(shops)}::uuid[]) and d.status <> 'waiting'
          and d.created_at < now() - make_interval(days => case when d.content = 'notices' then ${DAYS_OF_TROUBLE}::int else ${HISTORY_KEPT_DAYS}::int end)
        limit ${BATCH})`,
  );
}

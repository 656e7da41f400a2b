import { HISTORY_KEPT_DAYS, INCIDENT_DAYS, type PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";
import { PROBLEM_KINDS } from "@/lib/notify/kinds";

const BATCH = 2_000;
/** Incidents list who was notified. A note may precede its incident by a minute, hence one more day. */
const PROBLEM_DAYS = INCIDENT_DAYS + 1;

const merchantsOf = (shops: readonly PrunedShop[]): string[] => [...new Set(shops.map(({ merchantId }) => merchantId))];

/**
 * Deletes expired notes of these shops' merchants that a member has read. @returns how many were deleted
 */
export function pruneNotes(shops: readonly PrunedShop[]): Promise<number> {
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from notification where (merchant_id, id) in (
        select n.merchant_id, n.id from notification n
        where n.merchant_id = any(${merchantsOf(shops)}::uuid[]) and n.fanned_out_at is not null
          and n.at < now() - make_interval(days => case when n.kind = any(${[...PROBLEM_KINDS]}::text[]) then ${PROBLEM_DAYS}::int else ${HISTORY_KEPT_DAYS}::int end)
          and exists (select 1 from notification_setting s where s.merchant_id = n.merchant_id and s.read_until >= n.at)
        limit ${BATCH})`,
  );
}

/** Deletes expired entries of the delivery log. @returns how many were deleted */
export function pruneDeliveries(shops: readonly PrunedShop[]): Promise<number> {
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from notification_delivery where (merchant_id, id) in (
        select d.merchant_id, d.id from notification_delivery d
        where d.merchant_id = any(${merchantsOf(shops)}::uuid[]) and d.status <> 'waiting'
          and d.created_at < now() - make_interval(days => case when d.content = 'notices' then ${PROBLEM_DAYS}::int else ${HISTORY_KEPT_DAYS}::int end)
        limit ${BATCH})`,
  );
}

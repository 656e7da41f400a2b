import { HISTORY_KEPT_DAYS, type PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 100;

/** Deletes hosts' files of reports whose link ended long ago; what was written stays. @returns the number deleted */
export function pruneAttachments(shops: readonly PrunedShop[]): Promise<number> {
  const ids = shops.map(({ integrationId }) => integrationId);
  return inPlatform(
    (tx) => tx.$executeRaw`
      delete from report_attachment where (merchant_id, id) in (
        select a.merchant_id, a.id from shared_report r
        join report_message m on m.merchant_id = r.merchant_id and m.report_id = r.id
        join report_attachment a on a.merchant_id = m.merchant_id and a.message_id = m.id
        where r.integration_id = any(${ids}::uuid[])
          and least(r.expires_at, r.revoked_at) < now() - make_interval(days => ${HISTORY_KEPT_DAYS}) limit ${BATCH})`,
  );
}

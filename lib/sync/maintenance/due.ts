import { enterOpenWindow } from "@/lib/health/open-maintenance";
import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 100;

/** Starts due windows; one that passed while no worker ran is only marked. @returns the number of windows */
export function startDueMaintenance(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const due = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      with due as (
        select merchant_id, id from maintenance_window
        where announced_at is null and cancelled_at is null and starts_at <= now()
        order by starts_at limit ${BATCH} for update skip locked
      )
      update maintenance_window w set announced_at = now() from due
      where w.merchant_id = due.merchant_id and w.id = due.id
      returning w.merchant_id as "merchantId", w.integration_id as "integrationId"`;
    // Lock order: shops by id.
    due.sort((a, b) => (a.integrationId < b.integrationId ? -1 : 1));
    for (const { merchantId, integrationId } of due) await enterOpenWindow(tx, jobScope("schedule", merchantId), integrationId, new Date());
    return due.length;
  });
}

import { INCIDENT_DAYS } from "@/lib/base/retention";
import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { backfillIncident } from "@/lib/incidents/backfill-incident";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 50;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Writes the incidents of shops whose trouble is older than the table of incidents. @returns the number of shops */
export async function backfillIncidents(scope: PlatformScope): Promise<number> {
  let written = 0;
  let after: string | null = FIRST;
  while (after !== null) {
    const batch: Batch = await backfillBatch(scope, after);
    written += batch.written;
    after = batch.last;
  }
  return written;
}

interface Batch {
  written: number;
  /** The last shop of the batch; null if there was none. */
  last: string | null;
}

function backfillBatch(_scope: PlatformScope, after: string): Promise<Batch> {
  return inPlatform(async (tx) => {
    const now = new Date();
    const shops = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      select i.merchant_id as "merchantId", i.id as "integrationId" from integration i
      where i.id > ${after}::uuid
        and (not exists (select 1 from incident o where o.integration_id = i.id)
            and (exists (select 1 from lane l where l.merchant_id = i.merchant_id and l.integration_id = i.id and l.failing_since is not null
                and l.state <> 'paused' and l.reason not in ('window_announced', 'no_credentials'))
              or i.refused_visitors <> '[]'::jsonb)
          or exists (select 1 from lane_transition t where t.integration_id = i.id and t.at > now() - make_interval(days => ${INCIDENT_DAYS})
            and t.at < coalesce((select min(opened_at) from incident o where o.integration_id = i.id), 'infinity')
            and (t.to_state not in ('regular', 'paused') and t.reason not in ('window_announced', 'no_credentials') or t.reason = 'causes_found')))
      order by i.id limit ${BATCH} for no key update skip locked`;
    let written = 0;
    for (const { merchantId, integrationId } of shops)
      if ((await backfillIncident(tx, jobScope("backfill-incidents", merchantId), integrationId, now)) > 0) written += 1;
    return { written, last: shops.at(-1)?.integrationId ?? null };
  });
}

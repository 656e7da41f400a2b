import { INCIDENT_DAYS } from "@/lib/base/retention";
import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { backfillIncident } from "@/lib/incidents/backfill-incident";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 50;

/** Writes the incidents of shops whose trouble is older than the table of incidents. @returns the number of shops */
export function backfillIncidents(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const now = new Date();
    const shops = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      select i.merchant_id as "merchantId", i.id as "integrationId" from integration i
      where not exists (select 1 from incident o where o.integration_id = i.id)
        and (exists (select 1 from lane l where l.merchant_id = i.merchant_id and l.integration_id = i.id and l.failing_since is not null
            and l.state <> 'paused' and l.reason not in ('window_announced', 'no_credentials'))
          or i.refused_visitors <> '[]'::jsonb
          or exists (select 1 from lane_transition t where t.integration_id = i.id and t.at > now() - make_interval(days => ${INCIDENT_DAYS})
            and (t.to_state not in ('regular', 'paused') and t.reason not in ('window_announced', 'no_credentials') or t.reason = 'causes_found')))
      order by i.id limit ${BATCH} for no key update skip locked`;
    let written = 0;
    for (const { merchantId, integrationId } of shops)
      if ((await backfillIncident(tx, jobScope("backfill-incidents", merchantId), integrationId, now)) > 0) written += 1;
    return written;
  });
}

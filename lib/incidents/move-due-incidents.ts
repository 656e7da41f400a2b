import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { recordIncidentEvent } from "@/lib/incidents/record";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 50;

/** Ends the incidents whose quiet time is over. @returns the number of incidents */
export function moveDueIncidents({ actor }: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const now = new Date();
    // Lock order: shops by id, before their incidents.
    const due = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      select i.merchant_id as "merchantId", i.id as "integrationId" from integration i
      where exists (select 1 from incident o where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.next_clock_at <= ${now})
      order by i.id limit ${BATCH} for no key update skip locked`;
    for (const { merchantId, integrationId } of due) {
      const scope = jobScope(actor.kind === "job" ? actor.job : "schedule", merchantId);
      await recordIncidentEvent(tx, scope, { integrationId, event: { kind: "clock" }, now });
    }
    return due.length;
  });
}

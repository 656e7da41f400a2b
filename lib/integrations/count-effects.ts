import { lockShop } from "@/lib/health/lock-shop";
import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { recordIncidentEvent } from "@/lib/incidents/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { weighEffect } from "@/lib/integrations/list/effect";
import { readIntegrationRows } from "@/lib/integrations/list/row-query";

/** Counts what shops lose while an incident lasts of which members were notified, so that they are notified when it doubles. @returns the number of shops */
export async function countEffects(_scope: PlatformScope): Promise<number> {
  const open = await inPlatform(
    (tx) => tx.$queryRaw<{ merchantId: string; integrationIds: string[] }[]>`
      select merchant_id as "merchantId", array_agg(integration_id::text) as "integrationIds" from incident
      where closed_at is null and facts->'told'->>'state' = 'open' group by merchant_id`,
  );
  for (const { merchantId, integrationIds } of open) {
    const scope = jobScope("count-effects", merchantId);
    const rows = await readMerchant(scope, ({ sql }) => readIntegrationRows(sql, merchantId, integrationIds));
    for (const row of rows)
      await inMerchant(merchantId, async (tx) => {
        await lockShop(tx, scope, row.id);
        const event = { kind: "effect_counted" as const, count: weighEffect(row) };
        await recordIncidentEvent(tx, scope, { integrationId: row.id, event, now: new Date() });
      });
  }
  return open.length;
}

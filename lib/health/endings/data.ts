import { ENDING_KINDS, type Ending, type EndingDetails, stepOf } from "@/lib/health/endings/ending";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

export interface ShopEnding extends Ending {
  integrationId: string;
  shop: string;
}

interface Row {
  integrationId: string;
  shop: string;
  kind: string;
  endsAt: Date;
  details: EndingDetails;
}

const ENDINGS = `select e.integration_id as "integrationId", i.name as shop, e.kind, e.ends_at as "endsAt", e.details
    from shop_ending e join integration i on i.merchant_id = e.merchant_id and i.id = e.integration_id
    where e.merchant_id = $1::uuid and ($2::uuid is null or e.integration_id = $2::uuid) order by e.ends_at limit 100`;

/** What ends soon for one shop or all of the merchant's, nearest first. */
export const listEndings = (scope: MerchantScope, integrationId: string | null, now = new Date()): Promise<ShopEnding[]> =>
  readMerchant(scope, async ({ sql, merchantId }) => {
    const rows = await sql.query<Row>(ENDINGS, [merchantId, integrationId]);
    return rows.flatMap((row) => {
      const kind = ENDING_KINDS.find((known) => known === row.kind);
      const ending = kind && { ...row, kind };
      return ending && stepOf(ending, now) !== null ? [ending] : [];
    });
  });

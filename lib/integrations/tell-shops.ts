import { jobScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { readIntegrationRows } from "@/lib/integrations/list/row-query";
import { tellShop } from "@/lib/integrations/story";
import type { TellShops } from "@/lib/notify/read-topics";

/** Tells messages what the pages tell. */
export const tellShops: TellShops = (merchantId, integrationIds, viewer) =>
  readMerchant(jobScope("notify", merchantId), async ({ sql }) => {
    const rows = await readIntegrationRows(sql, merchantId, integrationIds);
    return new Map(rows.map((row) => [row.id, tellShop(row, viewer, new Date(row.readAt))]));
  });

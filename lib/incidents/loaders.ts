import "server-only";
import { cache } from "react";
import { z } from "zod";
import { requireMerchantScope } from "@/lib/accounts/loaders";
import { type IncidentView, listIncidents } from "@/lib/incidents/data";
import { listIntegrationNames } from "@/lib/integrations/data";

export interface IncidentsPage {
  open: IncidentView[];
  ended: IncidentView[];
  /** The shop that the page is narrowed to; null for all, and for ids that are none of the merchant's. */
  shop: { id: string; name: string } | null;
}

/** The incidents of a merchant, or of one of its shops. */
export async function loadIncidents(merchantId: string, shopId: string | null): Promise<IncidentsPage> {
  const scope = await requireMerchantScope(merchantId);
  const known = shopId !== null && z.uuid().safeParse(shopId).success ? await listIntegrationNames(scope) : [];
  const shop = known.find(({ id }) => id === shopId) ?? null;
  const all = await listIncidents(scope, { integrationId: shop?.id ?? null, now: new Date() });
  return { shop, open: all.filter(({ endedAt }) => endedAt === null), ended: all.filter(({ endedAt }) => endedAt !== null) };
}

/** The newest incidents of one shop, for its page. */
export const loadShopIncidents = cache(async (merchantId: string, integrationId: string, limit: number): Promise<IncidentView[]> => {
  const scope = await requireMerchantScope(merchantId);
  return listIncidents(scope, { integrationId, now: new Date(), limit });
});

import "server-only";
import { z } from "zod";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { type Incidents, listIncidents } from "@/lib/operations/incidents/data";

export interface IncidentsPage extends Incidents {
  /** The filtered shop; null for all, and for unknown and foreign ids. */
  shop: { id: string; name: string } | null;
}

/** The incidents of a merchant or of one shop, with one page of ended ones. */
export async function loadIncidents(merchantId: string, shopId: string | null, page: number): Promise<IncidentsPage> {
  const scope = await requireMerchantScope(merchantId);
  const known = shopId !== null && z.uuid().safeParse(shopId).success ? await listIntegrationNames(scope) : [];
  const shop = known.find(({ id }) => id === shopId) ?? null;
  return { shop, ...(await listIncidents(scope, { integrationId: shop?.id ?? null, now: new Date(), page })) };
}

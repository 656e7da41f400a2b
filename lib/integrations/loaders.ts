import "server-only";
import { requireMerchantScope } from "@/lib/accounts/loaders";
import { listIntegrations } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/row";

/** The rows of the list, for the signed-in person. */
export async function loadIntegrations(merchantId: string): Promise<IntegrationRow[]> {
  return listIntegrations(await requireMerchantScope(merchantId));
}

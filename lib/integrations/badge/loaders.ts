import "server-only";
import { isReadOnly, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { findBadgeToken } from "@/lib/integrations/badge/data";

/** The badge of a shop for its page. */
export async function loadBadge(merchantId: string, integrationId: string): Promise<{ token: string | null; readOnly: boolean }> {
  const scope = await requireMerchantScope(merchantId);
  return { token: await findBadgeToken(scope, integrationId), readOnly: isReadOnly(scope) };
}

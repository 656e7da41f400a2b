import "server-only";
import { type ApiTokenView, listApiTokens } from "@/lib/api/data";
import { systemClock } from "@/lib/base/clock";
import { ownerScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";

/** The merchant's tokens, and whether the user may create and revoke them. */
export async function loadApiTokens(merchantId: string): Promise<{ tokens: ApiTokenView[]; manages: boolean; now: Date }> {
  const scope = await requireMerchantScope(merchantId);
  return { tokens: await listApiTokens(scope), manages: ownerScope(scope) !== null, now: systemClock.now() };
}

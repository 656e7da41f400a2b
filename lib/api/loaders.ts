import "server-only";
import { listApiTokens } from "@/lib/api/data";
import { systemClock } from "@/lib/base/clock";
import { ownerScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { listShopNames } from "@/lib/integrations/data";

/** The merchant's tokens, and whether the user may create and revoke them. */
export async function loadApiTokens(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  const self = scope.actor.kind === "member" ? scope.actor.personId : null;
  const [tokens, shops] = await Promise.all([listApiTokens(scope), listShopNames(scope)]);
  return { tokens, shops, manages: ownerScope(scope) !== null, self, now: systemClock.now() };
}

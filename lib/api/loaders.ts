import "server-only";
import { type ApiTokenView, listApiTokens } from "@/lib/api/data";
import { systemClock } from "@/lib/base/clock";
import { ownerScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";

interface LoadedApiTokens {
  tokens: ApiTokenView[];
  manages: boolean;
  /** The person, if they are a member. */
  self: string | null;
  now: Date;
}

/** The merchant's tokens, and whether the user may create and revoke them. */
export async function loadApiTokens(merchantId: string): Promise<LoadedApiTokens> {
  const scope = await requireMerchantScope(merchantId);
  const self = scope.actor.kind === "member" ? scope.actor.personId : null;
  return { tokens: await listApiTokens(scope), manages: ownerScope(scope) !== null, self, now: systemClock.now() };
}

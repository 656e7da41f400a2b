import { toScopes } from "@/lib/api/schema";
import type { TokenScope } from "@/lib/api/token-choices";
import { ok, type Result, refuse } from "@/lib/base/result";
import { MINUTE_MS } from "@/lib/base/units";
import { type MerchantScope, tokenScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { consentEnd } from "@/lib/identity/accounts/consent";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken, isToken, newToken } from "@/lib/infra/secret-token";

/** Makes leaked tokens recognizable. */
const PREFIX = "mooring_";

export const newApiToken = (): string => `${PREFIX}${newToken()}`;

const isApiToken = (text: string): boolean => text.startsWith(PREFIX) && isToken(text.slice(PREFIX.length));

/** Only the bearer of a formerly valid token learns why it is refused; all other values are just unknown. */
type TokenProblem = "token_unknown" | "token_expired" | "token_revoked";

export interface TokenEntry {
  scope: MerchantScope;
  tokenId: string;
  scopes: TokenScope[];
  /** The only shops that the token may use; empty allows all. */
  integrationIds: string[];
}

/** Resolution of "last used", so that frequent calls do not write each time. */
const USE_NOTED_EVERY_MS = MINUTE_MS;

/** A token manages members only while the member responsible for it still does. */
const isOwner = async (tx: Transaction, merchantId: string, personId: string | null): Promise<boolean> =>
  personId !== null && (await tx.membership.count({ where: { merchantId, personId, role: "owner" } })) > 0;

/** Authenticates a call: returns the token's merchant and scopes. Runs on every call, so that a revoked token fails at once. */
export function findByApiToken(text: string, sourceAddress: string, now: Date): Promise<Result<TokenEntry, TokenProblem>> {
  if (!isApiToken(text)) return Promise.resolve(refuse("token_unknown"));
  return inPlatform(async (tx) => {
    const token = await tx.apiToken.findUnique({ where: { tokenHash: hashToken(text) }, omit: { tokenHash: true } });
    if (!token) return refuse("token_unknown");
    if (token.revokedAt) return refuse("token_revoked");
    if (token.expiresAt <= now) return refuse("token_expired");
    const isOfStaff = readActor(token.createdBy).kind === "staff" && token.responsibleId === null;
    if (isOfStaff && (await consentEnd(tx, token.merchantId, now)) === null) return refuse("token_expired");
    const { merchantId, id, scopes, integrationIds, lastUsedAt } = token;
    if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() >= USE_NOTED_EVERY_MS)
      await tx.apiToken.update({ where: { merchantId_id: { merchantId, id } }, data: { lastUsedAt: now }, select: { id: true } });
    const manages = toScopes(scopes).includes("members:write") && (isOfStaff || (await isOwner(tx, merchantId, token.responsibleId)));
    return ok({ scope: tokenScope(token, sourceAddress, manages), tokenId: id, scopes: toScopes(scopes), integrationIds });
  });
}

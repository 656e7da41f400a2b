import { toScopes } from "@/lib/api/schema";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { listMembers } from "@/lib/identity/accounts/data";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** Active and expired tokens with the member responsible for each, newest first; omits revoked ones. */
export async function listApiTokens(scope: MerchantScope) {
  const [members, rows] = await Promise.all([listMembers(scope), readTokens(scope)]);
  return rows.map(({ scopes, createdBy, responsibleId, ...row }) => {
    const responsible = members.find(({ personId }) => personId === responsibleId) ?? null;
    return { ...row, by: nameOfStored(createdBy), responsible, scopes: toScopes(scopes) };
  });
}

// Listed explicitly: the row also contains the hash of its token.
const SHOWN_COLUMNS = {
  id: true,
  name: true,
  scopes: true,
  integrationIds: true,
  createdBy: true,
  createdAt: true,
  responsibleId: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

const readTokens = (scope: MerchantScope) =>
  readMerchant(scope, ({ tx }) =>
    tx.apiToken.findMany({
      where: { merchantId: scope.merchantId, revokedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: SHOWN_COLUMNS,
    }),
  );

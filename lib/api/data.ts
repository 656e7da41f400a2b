import { isPermission } from "@/lib/api/schema";
import type { Permission } from "@/lib/api/token-choices";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { listMembers } from "@/lib/identity/accounts/data";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** The active and expired tokens with the member who answers for each, newest first; revoked ones are left out. */
export async function listApiTokens(scope: MerchantScope) {
  const [members, rows] = await Promise.all([listMembers(scope), readTokens(scope)]);
  return rows.map(({ permission, createdBy, responsibleId, ...row }) => {
    const responsible = members.find(({ personId }) => personId === responsibleId) ?? null;
    const known: Permission = isPermission(permission) ? permission : "read";
    return { ...row, by: nameOfStored(createdBy), responsible, permission: known };
  });
}

// Named one by one: the row also holds the hash of its token.
const SHOWN_COLUMNS = {
  ...{ id: true, name: true, permission: true, createdBy: true, createdAt: true },
  ...{ responsibleId: true, expiresAt: true, lastUsedAt: true },
} as const;

const readTokens = (scope: MerchantScope) =>
  readMerchant(scope, ({ tx }) =>
    tx.apiToken.findMany({
      where: { merchantId: scope.merchantId, revokedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: SHOWN_COLUMNS,
    }),
  );

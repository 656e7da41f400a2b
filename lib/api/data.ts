import { isPermission } from "@/lib/api/schema";
import type { Permission } from "@/lib/api/token-choices";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { listMembers } from "@/lib/identity/accounts/data";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** A token in the settings, without its secret or hash. */
export interface ApiTokenView {
  id: string;
  name: string;
  permission: Permission;
  /** The name of its creator. */
  by: string | null;
  createdAt: Date;
  /** The member who answers for it; null if they left before tokens had one. */
  responsible: { personId: string; name: string } | null;
  expiresAt: Date;
  /** To the minute; null if never used. */
  lastUsedAt: Date | null;
}

/** The active and expired tokens, newest first; revoked ones are left out. */
export async function listApiTokens(scope: MerchantScope): Promise<ApiTokenView[]> {
  const [members, rows] = await Promise.all([listMembers(scope), readTokens(scope)]);
  return rows.map(({ permission, createdBy, responsibleId, ...row }) => {
    const responsible = members.find(({ personId }) => personId === responsibleId) ?? null;
    return { ...row, by: nameOfStored(createdBy), responsible, permission: isPermission(permission) ? permission : "read" };
  });
}

const readTokens = (scope: MerchantScope) =>
  readMerchant(scope, ({ tx }) =>
    tx.apiToken.findMany({
      where: { merchantId: scope.merchantId, revokedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: {
        id: true,
        name: true,
        permission: true,
        createdBy: true,
        responsibleId: true,
        createdAt: true,
        expiresAt: true,
        lastUsedAt: true,
      },
    }),
  );

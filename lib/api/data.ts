import { isPermission } from "@/lib/api/schema";
import type { Permission } from "@/lib/api/token-choices";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { actorSchema } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** A token in the settings, without its secret or hash. */
export interface ApiTokenView {
  id: string;
  name: string;
  permission: Permission;
  /** The name of its creator. */
  by: string | null;
  createdAt: Date;
  /** Null: valid until revoked. */
  expiresAt: Date | null;
  /** To the minute; null if never used. */
  lastUsedAt: Date | null;
}

/** The active and expired tokens, newest first; revoked ones are left out. */
export async function listApiTokens(scope: MerchantScope): Promise<ApiTokenView[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.apiToken.findMany({
      where: { merchantId, revokedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: { id: true, name: true, permission: true, createdBy: true, createdAt: true, expiresAt: true, lastUsedAt: true },
    }),
  );
  return rows.map(({ permission, createdBy, ...row }) => {
    const actor = actorSchema.safeParse(createdBy);
    const by = actor.success && actor.data.kind !== "job" ? actor.data.name : null;
    return { ...row, by, permission: isPermission(permission) ? permission : "read" };
  });
}

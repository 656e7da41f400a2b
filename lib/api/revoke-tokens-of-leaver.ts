import type { MemberLeft } from "@/lib/identity/accounts/events";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";

/** Revokes the tokens of a person who leaves the merchant, in the transaction that ends the membership. */
export async function revokeTokensOfLeaver(tx: Transaction, { scope, personId }: MemberLeft): Promise<void> {
  const where = { merchantId: scope.merchantId, responsibleId: personId, revokedAt: null };
  for (const { name } of await tx.apiToken.findMany({ where, select: { name: true } }))
    await recordAudit(tx, scope, { action: "api_token_revoked", before: { name } });
  await tx.apiToken.updateMany({ where, data: { revokedAt: new Date() } });
}

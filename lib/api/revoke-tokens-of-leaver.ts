import type { MemberLeft } from "@/lib/identity/accounts/events";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";

/** Revokes the tokens for which a person answers who left the merchant, in the transaction of their leaving. */
export async function revokeTokensOfLeaver(tx: Transaction, { scope, personId }: MemberLeft): Promise<void> {
  const where = { merchantId: scope.merchantId, responsibleId: personId, revokedAt: null };
  for (const { name } of await tx.apiToken.findMany({ where, select: { name: true } }))
    await recordAudit(tx, scope, { action: "api_token_revoked", before: { name } });
  await tx.apiToken.updateMany({ where, data: { revokedAt: new Date() } });
}

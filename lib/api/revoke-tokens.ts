import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { WriteAccessEnded } from "@/lib/identity/accounts/events";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";
import type { Prisma } from "@/lib/infra/prisma-client/client";

// On its own: the test setup loads it before a test sets its environment, so it must read none.

const revokeAll = async (tx: Transaction, scope: MerchantScope, which: Prisma.ApiTokenWhereInput): Promise<void> => {
  const where = { ...which, merchantId: scope.merchantId, revokedAt: null };
  for (const { name } of await tx.apiToken.findMany({ where, select: { name: true } }))
    await recordAudit(tx, scope, { action: "api_token_revoked", before: { name } });
  await tx.apiToken.updateMany({ where, data: { revokedAt: new Date() } });
};

/** Tokens made by staff for which no owner has become responsible. */
const ofStaff = { createdBy: { path: ["kind"], equals: "staff" }, responsibleId: null };

/** Revokes the tokens made by staff when no consent is left, in the transaction that ends it. */
export const revokeTokensOfStaff = (tx: Transaction, { scope }: { scope: MerchantScope }): Promise<void> => revokeAll(tx, scope, ofStaff);

/** Revokes the tokens of a person who may no longer write, in the transaction that ends that. */
export const revokeTokensOf = (tx: Transaction, { scope, personId }: WriteAccessEnded): Promise<void> =>
  revokeAll(tx, scope, { responsibleId: personId });

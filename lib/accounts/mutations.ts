import type { MerchantScope, SignedInPerson } from "@/lib/accounts/access";
import type { ProfileInput } from "@/lib/accounts/schema";
import { recordAudit } from "@/lib/audit/record";
import { inMerchant, inPlatform } from "@/lib/system/db";

/** Changes how pages speak to the person. */
export async function updateProfile(person: Pick<SignedInPerson, "personId">, input: Partial<ProfileInput>): Promise<void> {
  await inPlatform((tx) => tx.person.update({ where: { id: person.personId }, data: input, select: { id: true } }));
}

/** Writes into the merchant's own history that support staff opened it, and why. */
export function recordOpening(scope: MerchantScope): Promise<void> {
  const reason = scope.actor.kind === "staff" ? scope.actor.reason : null;
  return inMerchant(scope.merchantId, (tx) =>
    recordAudit(tx, scope, { action: "merchant_opened", integrationId: null, details: { reason, mayAct: reason !== null } }),
  );
}

import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import { lastingConsent, type MerchantScope, type OwnerScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { consentWithdrawn } from "@/lib/identity/accounts/events";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";

// Acting staff may manage members and API tokens only while an owner's consent is valid.

export interface Consent {
  by: string;
  givenAt: Date;
  expiresAt: Date;
}

/** The consent that expires last; null if there is none. */
export async function findConsent(scope: MerchantScope, now: Date): Promise<Consent | null> {
  const where = lastingConsent(scope.merchantId, now);
  const found = await readMerchant(scope, ({ tx }) => tx.supportConsent.findFirst({ where, orderBy: { expiresAt: "desc" } }));
  if (!found) return null;
  return { by: nameOfStored(found.givenBy) ?? "", givenAt: found.givenAt, expiresAt: found.expiresAt };
}

/** When the last consent that is valid at `now` ends; null without one. `tx` can read the merchant. */
export async function consentEnd(tx: Transaction, merchantId: string, now: Date): Promise<Date | null> {
  const where = lastingConsent(merchantId, now);
  const last = await tx.supportConsent.findFirst({ where, orderBy: { expiresAt: "desc" }, select: { expiresAt: true } });
  return last?.expiresAt ?? null;
}

/** Gives consent for `days`; staff cannot give it to themselves. */
export async function giveConsent(scope: OwnerScope, { days }: { days: number }): Promise<Result<true, "not_owner">> {
  const { merchantId, actor } = scope;
  if (scope.role !== "owner") return refuse("not_owner");
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  await inMerchant(merchantId, async (tx) => {
    const { id: target } = await tx.supportConsent.create({ data: { merchantId, givenBy: actor, expiresAt }, select: { id: true } });
    await recordAudit(tx, scope, { action: "support_consent_given", details: { until: expiresAt.toISOString() }, target });
  });
  return ok(true);
}

export async function withdrawConsent(scope: OwnerScope): Promise<Result<true, "not_owner">> {
  const { merchantId } = scope;
  if (scope.role !== "owner") return refuse("not_owner");
  const now = new Date();
  await inPlatform(async (tx) => {
    const { count } = await tx.supportConsent.updateMany({ where: lastingConsent(merchantId, now), data: { withdrawnAt: now } });
    if (count === 0) return;
    await recordAudit(tx, scope, { action: "support_consent_withdrawn" });
    await consentWithdrawn.publish(tx, { scope });
  });
  return ok(true);
}

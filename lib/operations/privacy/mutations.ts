import { ok, type Result, refuse } from "@/lib/base/result";
import type { OwnerScope, PlatformScope } from "@/lib/identity/accounts/access";
import { asManager } from "@/lib/identity/accounts/members";
import { recordAudit, recordPlatformEvent } from "@/lib/identity/audit/record";
import { mailOwners } from "@/lib/identity/auth/account-mail";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";

/** A merchant may have several hundred thousand orders. */
const ERASURE_TIMEOUT_MS = 600_000;

/** Requests the deletion of the merchant in 14 days, confirmed by its name; the database function audits it. Until it is due everything keeps working, and an owner can withdraw it. */
export function askMerchantDeletion(
  scope: OwnerScope,
  { name }: { name: string },
): Promise<Result<{ dueAt: Date }, "not_owner" | "name_differs">> {
  const { merchantId, actor } = scope;
  return asManager(scope, async (tx) => {
    if (actor.kind !== "member") return refuse("not_owner");
    const merchant = await tx.merchant.findUniqueOrThrow({ where: { id: merchantId }, select: { name: true } });
    if (merchant.name !== name.trim()) return refuse("name_differs");
    const [asked] = await tx.$queryRaw<{ dueAt: Date }[]>`
      select ask_merchant_deletion(${merchantId}::uuid, ${JSON.stringify(actor)}::jsonb, ${scope.sourceAddress}) as "dueAt"`;
    if (!asked) throw new Error("no date of the deletion");
    await mailOwners(tx, { merchantId, kind: "merchant_deletion_asked", dueAt: new Date() }, (ownerId) => `${merchantId} ${ownerId}`);
    return ok({ dueAt: asked.dueAt });
  });
}

export function withdrawMerchantDeletion(scope: OwnerScope): Promise<Result<true, "not_owner" | "not_found">> {
  const { merchantId } = scope;
  return asManager(scope, async (tx) => {
    const [withdrawn] = await tx.$queryRaw<{ done: boolean }[]>`select withdraw_merchant_deletion(${merchantId}::uuid) as done`;
    if (!withdrawn?.done) return refuse("not_found");
    await recordAudit(tx, scope, { action: "merchant_deletion_withdrawn" });
    return ok(true);
  });
}

/** Audits the export of the merchant's data, before the first row is sent. */
export const recordMerchantExport = (scope: OwnerScope): Promise<void> =>
  inPlatform((tx) => recordAudit(tx, scope, { action: "merchant_exported" }));

/**
 * Erases merchants whose deletion is due, one transaction each, after `leaveShops` removed what we had set up in their shops. What remains
 * is an audit entry without a name, and a mail to each owner. @returns how many
 */
export async function eraseDueMerchants(scope: PlatformScope, now: Date, leaveShops: (merchantId: string) => Promise<void>) {
  const due = await inPlatform((tx) =>
    tx.merchantPrivacy.findMany({ where: { deletionDueAt: { lte: now } }, select: { merchantId: true }, take: 5 }),
  );
  for (const { merchantId } of due) {
    await leaveShops(merchantId);
    await inPlatform(
      async (tx) => {
        const { name } = await tx.merchant.findUniqueOrThrow({ where: { id: merchantId }, select: { name: true } });
        await mailOwners(tx, { merchantId, kind: "merchant_erased", dueAt: now }, (ownerId) => `${ownerId} ${name}`);
        await tx.$executeRaw`select erase_merchant(${merchantId}::uuid)`;
        const details = { merchant: merchantId };
        await recordPlatformEvent(tx, { actor: scope.actor, sourceAddress: null }, { action: "merchant_erased", details });
      },
      { timeoutMs: ERASURE_TIMEOUT_MS },
    );
    log.info({ merchantId }, "erased a merchant");
  }
  return due.length;
}

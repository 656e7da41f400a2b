import { ok, type Result, refuse } from "@/lib/base/result";
import type { OwnerScope } from "@/lib/identity/accounts/access";
import { lockMembers } from "@/lib/identity/accounts/members";
import { recordAudit } from "@/lib/identity/audit/record";
import { inPlatform } from "@/lib/infra/db";
import { beginErasure } from "@/lib/orders/privacy/erase-buyer";
import type { Retention } from "@/lib/orders/privacy/schema";

/** Sets how long orders and their buyers are kept. The job's next run enforces it. */
export function saveRetention(scope: OwnerScope, { orderDays, addressDays }: Retention): Promise<Result<true, "not_owner">> {
  const { merchantId } = scope;
  return inPlatform(async (tx) => {
    if (!(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
    const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select: { orderDays: true, addressDays: true } });
    const data = { orderDays, addressDays, enforcedAt: null };
    await tx.merchantPrivacy.upsert({ where: { merchantId }, create: { merchantId, ...data }, update: data });
    const before = known ?? { orderDays: null, addressDays: null };
    await recordAudit(tx, scope, { action: "retention_changed", before, after: { orderDays, addressDays } });
    return ok(true);
  });
}

/** Begins to erase a buyer everywhere at the merchant; workErasures does it, and audits it when it is done. */
export function eraseBuyer(scope: OwnerScope, { email }: { email: string }): Promise<Result<true, "not_owner">> {
  return inPlatform(async (tx) => {
    if (!(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
    await beginErasure(tx, scope, { email });
    return ok(true);
  });
}

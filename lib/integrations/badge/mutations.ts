import { randomBytes } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";

const TOKEN_BYTES = 16;

/** Creates or deletes the public URL of a status badge; switching it on again creates a new URL. */
export function switchBadge(
  scope: MerchantScope,
  { integrationId, on }: { integrationId: string; on: boolean },
): Promise<Result<{ token: string | null }, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const key = { merchantId_id: { merchantId, id: integrationId } };
    const known = await tx.integration.findUnique({ where: key, select: { badgeToken: true } });
    if (!known) return refuse("not_found");
    if ((known.badgeToken !== null) === on) return ok({ token: known.badgeToken });
    const token = on ? randomBytes(TOKEN_BYTES).toString("base64url") : null;
    await tx.integration.update({ where: key, data: { badgeToken: token } });
    await recordAudit(tx, scope, { action: on ? "badge_switched_on" : "badge_switched_off", integrationId });
    return ok({ token });
  });
}

import "server-only";
import { type MerchantScope, ownerScope } from "@/lib/identity/accounts/access";
import { findMerchantName } from "@/lib/identity/accounts/data";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { exportMerchant } from "@/lib/operations/privacy/export-merchant";
import { recordMerchantExport } from "@/lib/operations/privacy/mutations";
import { readPrivacy } from "@/lib/orders/privacy/data";

export async function loadPrivacy(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  const readAt = Date.now();
  const [privacy, merchant] = await Promise.all([readPrivacy(scope), findMerchantName(scope)]);
  return { ...privacy, readAt, name: merchant?.name ?? "", manages: ownerScope(scope) !== null, isMember: scope.actor.kind === "member" };
}

/** The merchant's data as a stream; null without access. Only its owners have access, not support. */
export async function openMerchantExport(scope: MerchantScope): Promise<AsyncGenerator<string> | null> {
  const owner = scope.actor.kind === "member" ? ownerScope(scope) : null;
  if (!owner) return null;
  await recordMerchantExport(owner);
  return exportMerchant(owner);
}

import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import type { ShopApproval } from "@/lib/infra/prisma-client/client";
import { unseal } from "@/lib/infra/secrets";
import { APPROVAL_FAILURES, type ApprovalView } from "@/lib/integrations/approval/approval";
import { approvalContext, personOf, type WaitingApproval } from "@/lib/integrations/approval/mutations";

/** The approval that this user started for the shop; never another user's. */
const findOwn = (scope: MerchantScope, integrationId: string) => {
  const { merchantId } = scope;
  const personId = personOf(scope);
  if (personId === null) return Promise.resolve(null);
  return inMerchant(merchantId, (tx) => tx.shopApproval.findFirst({ where: { merchantId, integrationId, personId } }));
};

export async function findApproval(scope: MerchantScope, integrationId: string): Promise<ApprovalView | null> {
  const row = await findOwn(scope, integrationId);
  if (!row) return null;
  const status = row.status === "received" || row.status === "refused" ? row.status : "waiting";
  if (status !== "refused" && row.expiresAt <= new Date()) return { status: "expired", failure: null };
  return { status, failure: APPROVAL_FAILURES.find((code) => code === row.failure) ?? null };
}

function openKey({ credentials, credentialsKeyId, integrationId }: ShopApproval): unknown {
  if (!credentials || !credentialsKeyId) return null;
  return JSON.parse(unseal({ bytes: new Uint8Array(credentials), keyId: credentialsKeyId }, approvalContext(integrationId)));
}

/** The key that the shop handed over for this URL; null if there is none or it is no longer valid. */
export async function openHandedOver(scope: MerchantScope, shop: { id: string; baseUrl: string }): Promise<unknown> {
  const row = await findOwn(scope, shop.id);
  return row?.status === "received" && row.expiresAt > new Date() && row.baseUrl === shop.baseUrl ? openKey(row) : null;
}

/** The decrypted content of an approval so far; null if it has none. */
export async function openSealed({ merchantId, id }: WaitingApproval): Promise<unknown> {
  const row = await inMerchant(merchantId, (tx) => tx.shopApproval.findUnique({ where: { merchantId_id: { merchantId, id } } }));
  return row && openKey(row);
}

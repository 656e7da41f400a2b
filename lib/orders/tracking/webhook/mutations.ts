import { randomBytes } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { seal } from "@/lib/infra/secrets";
import { webhookContext } from "@/lib/orders/tracking/webhook/seal-context";

/** Creates the secret with which the carrier signs the webhooks of an integration. Replaces an earlier one; stored sealed, returned once. */
export function makeWebhookSecret(
  scope: MerchantScope,
  { integrationId }: { integrationId: string },
): Promise<Result<{ secret: string }, "not_found">> {
  const { merchantId } = scope;
  const secret = randomBytes(32).toString("hex");
  const sealed = seal(secret, webhookContext(integrationId));
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { merchantId, id: integrationId },
      data: { webhookSecret: sealed.bytes, webhookSecretKeyId: sealed.keyId, webhookReceivedAt: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "webhook_secret_made", integrationId });
    return ok({ secret });
  });
}

/** Deletes the secret of the carrier's webhook. Later deliveries are rejected like those of an unknown sender. */
export function revokeWebhookSecret(
  scope: MerchantScope,
  { integrationId }: { integrationId: string },
): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { merchantId, id: integrationId },
      data: { webhookSecret: null, webhookSecretKeyId: null, webhookReceivedAt: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "webhook_secret_revoked", integrationId });
    return ok(true);
  });
}

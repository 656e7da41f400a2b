import { randomBytes } from "node:crypto";
import { ok } from "@/lib/base/result";
import { inShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { webhookContext } from "@/lib/infra/seal-contexts";
import { seal } from "@/lib/infra/secrets";

/** Creates the secret with which the carrier signs the webhooks of an integration. Replaces an earlier one; stored sealed, returned once. */
export function makeWebhookSecret(scope: MerchantScope, { integrationId }: { integrationId: string }) {
  const secret = randomBytes(32).toString("hex");
  const sealed = seal(secret, webhookContext(integrationId));
  return inShop(scope, integrationId, async ({ update, record }) => {
    await update({ webhookSecret: sealed.bytes, webhookSecretKeyId: sealed.keyId, webhookReceivedAt: null });
    await record({ action: "webhook_secret_made" });
    return ok({ secret });
  });
}

/** Deletes the secret of the carrier's webhook. Later deliveries are rejected like those of an unknown sender. */
export const revokeWebhookSecret = (scope: MerchantScope, { integrationId }: { integrationId: string }) =>
  inShop(scope, integrationId, async ({ update, record }) => {
    await update({ webhookSecret: null, webhookSecretKeyId: null, webhookReceivedAt: null });
    await record({ action: "webhook_secret_revoked" });
    return ok(true);
  });

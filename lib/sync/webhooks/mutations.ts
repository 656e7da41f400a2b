import { randomBytes } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { connectorFor } from "@/lib/connectors/registry";
import { hasWebhooks } from "@/lib/connectors/webhooks";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { publicOrigin } from "@/lib/infra/public-origin";
import { seal } from "@/lib/infra/secrets";
import { OWN_SECRETS_SELECT, ownSecretsOf } from "@/lib/sync/webhooks/own-secrets";
import type { InstantOrdersInput } from "@/lib/sync/webhooks/schema";
import { shopWebhookContext } from "@/lib/sync/webhooks/secret";

export type InstantOrdersRefusal = "not_found" | "no_webhooks" | "no_credentials" | "app_secret_missing";

/**
 * Asks for the shop's webhooks, or for those again that it switched off: request, secret, audit event and job are one transaction, and the worker
 * asks the shop. An earlier secret made here no longer counts. `origin` is where the shop reaches us; by default the
 * public address of this installation.
 */
export function requestInstantOrders(
  scope: MerchantScope,
  input: InstantOrdersInput,
  origin?: string,
): Promise<Result<true, InstantOrdersRefusal>> {
  const { merchantId } = scope;
  const { integrationId } = input;
  return inMerchant(merchantId, async (tx) => {
    const key = { merchantId_id: { merchantId, id: integrationId } };
    const integration = await tx.integration.findUnique({
      where: key,
      select: { ...OWN_SECRETS_SELECT, shopWebhook: true },
    });
    if (!integration) return refuse("not_found");
    const { platform, credentialsKeyId, shopWebhook: known } = integration;
    if (!hasWebhooks(platform)) return refuse("no_webhooks");
    if (credentialsKeyId === null) return refuse("no_credentials");
    const appSecret = input.appSecret || (ownSecretsOf(scope, integration, integrationId)[0] ?? "");
    const isOurs = connectorFor(platform).orderWebhooks?.secret === "made_here";
    if (!isOurs && appSecret === "" && !known) return refuse("app_secret_missing");
    const keepsSecret = !isOurs && appSecret === "";
    const sealed = keepsSecret ? null : seal(isOurs ? randomBytes(32).toString("hex") : appSecret, shopWebhookContext(integrationId));
    const fields = {
      address: `${origin ?? publicOrigin()}/api/webhooks/shop/${integrationId}`,
      ...{ state: "wanted", failure: null, since: new Date(), nextProbeAt: null },
      ...(sealed ? { secret: sealed.bytes, secretKeyId: sealed.keyId } : {}),
    };
    if (known) await tx.shopWebhook.update({ where: { merchantId_integrationId: { merchantId, integrationId } }, data: fields });
    else if (sealed)
      await tx.shopWebhook.create({ data: { merchantId, integrationId, ...fields, secret: sealed.bytes, secretKeyId: sealed.keyId } });
    await recordAudit(tx, scope, { action: "instant_orders_requested", integrationId });
    await enqueue(tx, "tend-webhooks", { merchantId, integrationId }, PRIORITY.person);
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

/** Ends them: deliveries are refused from now on, and the worker asks the shop to remove its webhooks. */
export function endInstantOrders(scope: MerchantScope, { integrationId }: { integrationId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.shopWebhook.updateMany({
      where: { merchantId, integrationId, state: { not: "unwanted" } },
      data: { state: "unwanted", failure: null, since: new Date(), nextProbeAt: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "instant_orders_ended", integrationId });
    await enqueue(tx, "tend-webhooks", { merchantId, integrationId }, PRIORITY.person);
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

import { randomBytes } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { connectorFor } from "@/lib/connectors/registry";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { hasWebhooks } from "@/lib/connectors/webhooks";
import { inShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { publicOrigin } from "@/lib/infra/public-origin";
import { shopWebhookContext } from "@/lib/infra/seal-contexts";
import { seal } from "@/lib/infra/secrets";
import { ownSecretsOf } from "@/lib/sync/webhooks/own-secrets";
import type { InstantOrdersInput } from "@/lib/sync/webhooks/schema";

export type InstantOrdersRefusal = "not_found" | "no_webhooks" | "no_credentials" | "app_secret_missing";

/**
 * Requests the shop's webhooks, or again those that the shop disabled. Request, secret, audit event and job are one transaction; the worker asks
 * the shop. Invalidates an earlier secret made here. `origin` is where the shop reaches us.
 */
export const requestInstantOrders = (scope: MerchantScope, { integrationId, ...input }: InstantOrdersInput, origin = publicOrigin()) =>
  inShop<true, InstantOrdersRefusal>(scope, integrationId, async ({ tx, before: shop, record }) => {
    const { merchantId } = scope;
    const where = { merchantId_integrationId: { merchantId, integrationId } };
    const known = await tx.shopWebhook.findUnique({ where });
    const shopSystem = toShopSystem(shop.shopSystem);
    if (!hasWebhooks(shopSystem)) return refuse("no_webhooks");
    if (shop.credentialsKeyId === null) return refuse("no_credentials");
    const appSecret = input.appSecret || (ownSecretsOf(scope, shop, integrationId)[0] ?? "");
    const isOurs = connectorFor(shopSystem).orderWebhooks?.secret === "made_here";
    if (!isOurs && appSecret === "" && !known) return refuse("app_secret_missing");
    const keepsSecret = !isOurs && appSecret === "";
    const sealed = keepsSecret ? null : seal(isOurs ? randomBytes(32).toString("hex") : appSecret, shopWebhookContext(integrationId));
    const fields = {
      address: `${origin}/api/webhooks/shop/${integrationId}`,
      state: "wanted",
      staying: [],
      failure: null,
      since: new Date(),
      nextCheckAt: null,
      ...(sealed ? { secret: sealed.bytes, secretKeyId: sealed.keyId } : {}),
    };
    if (known) await tx.shopWebhook.update({ where, data: fields });
    else if (sealed)
      await tx.shopWebhook.create({ data: { merchantId, integrationId, ...fields, secret: sealed.bytes, secretKeyId: sealed.keyId } });
    await record({ action: "instant_orders_requested" });
    await enqueue(tx, "tend-webhooks", { merchantId, integrationId }, PRIORITY.person);
    return ok(true);
  });

/** Ends the webhooks: deliveries are refused from now on, and the worker asks the shop to remove them. */
export function endInstantOrders(scope: MerchantScope, { integrationId }: { integrationId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.shopWebhook.updateMany({
      where: { merchantId, integrationId, state: { not: "unwanted" } },
      data: { state: "unwanted", failure: null, since: new Date(), nextCheckAt: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "instant_orders_ended", integrationId });
    await enqueue(tx, "tend-webhooks", { merchantId, integrationId }, PRIORITY.person);
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

import { toShopSystem } from "@/lib/connectors/shop-systems";
import { hasWebhooks, readWebhook, type WebhookHint, type WebhookShopSystem } from "@/lib/connectors/webhooks";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { log } from "@/lib/infra/log";
import { shopWebhookContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import { OWN_SECRETS_SELECT, ownSecretsOf } from "@/lib/sync/webhooks/own-secrets";

/**
 * The outcome of a delivery. `unknown`: no such integration, no webhooks, or a wrong signature, all answered alike. `hinted`: the order is
 * fetched; if paused, after the pause. `sync_due`: the next sync, due now, lists the changes. `nothing`: repeated, or not about an order.
 */
export type Received = "unknown" | "hinted" | "sync_due" | "nothing";

interface Receiver {
  merchantId: string;
  shopSystem: WebhookShopSystem;
  /** The stored secret, and those of the app, which may have been rotated since. */
  secrets: readonly string[];
}

/** With more pending hints than this, a sync is due instead. */
const MAX_HINTS = 200;
/** Verified for unknown integrations, so that the response time does not reveal whether one exists. */
const DUMMY_SECRET = "0".repeat(64);

async function findReceiver(integrationId: string): Promise<Receiver | null> {
  const row = await inPlatform((tx) =>
    tx.shopWebhook.findUnique({ where: { integrationId }, include: { integration: { select: OWN_SECRETS_SELECT } } }),
  );
  if (!row || row.state === "unwanted") return null;
  const shopSystem = toShopSystem(row.integration.shopSystem);
  if (!hasWebhooks(shopSystem)) return null;
  try {
    const secret = unseal({ bytes: row.secret, keyId: row.secretKeyId }, shopWebhookContext(integrationId));
    const own = ownSecretsOf(jobScope("shop-webhook", row.merchantId), row.integration, integrationId);
    return { merchantId: row.merchantId, shopSystem, secrets: [secret, ...own] };
  } catch {
    log.error({ integrationId }, "could not decrypt the webhook secret with the keys of this process");
    return null;
  }
}

/**
 * Accepts one delivery of a shop. Its body only names an order; what is stored is what the shop then returns. An order named several times before
 * it was fetched is fetched once.
 */
export async function receiveDelivery(
  integrationId: string,
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Uint8Array,
): Promise<Received> {
  const receiver = await findReceiver(integrationId);
  const read = readWebhook(receiver?.shopSystem ?? "woocommerce", headers, rawBody, receiver?.secrets ?? [DUMMY_SECRET]);
  if (!receiver || !read.ok) return "unknown";
  return read.value.kind === "nothing" ? "nothing" : storeHint(receiver.merchantId, integrationId, read.value);
}

function storeHint(merchantId: string, integrationId: string, hint: Extract<WebhookHint, { kind: "order" }>): Promise<Received> {
  const { externalId, deliveryId, bodyHash } = hint;
  return inMerchant(merchantId, async (tx) => {
    const isNew = await tx.$executeRaw`
      insert into shop_webhook_delivery (merchant_id, integration_id, delivery_id, external_id, body_hash)
      select n.* from (values (${merchantId}::uuid, ${integrationId}::uuid, ${deliveryId}, ${externalId ?? ""}, ${bodyHash}::bytea))
        as n (merchant_id, integration_id, delivery_id, external_id, body_hash)
      where not exists (select from shop_webhook_delivery d
        where d.merchant_id = n.merchant_id and d.integration_id = n.integration_id and d.delivery_id = n.delivery_id
          and d.external_id = n.external_id and d.body_hash = n.body_hash and d.received_on < (now() at time zone 'UTC')::date)
      on conflict do nothing`;
    if (isNew === 0) return "nothing";
    // A delivery proves that the webhooks are enabled.
    await tx.$executeRaw`
      update shop_webhook set received_at = now(), since = case when state = 'active' then since else now() end, state = 'active', failure = null
      where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and state <> 'unwanted'
        and (state <> 'active' or received_at is null or received_at < now() - interval '1 second')`;
    const waiting = await tx.shopWebhookHint.count({ where: { merchantId, integrationId } });
    if (externalId === null || waiting >= MAX_HINTS) {
      await tx.lane.updateMany({
        where: { merchantId, integrationId, lane: "orders_in", state: "regular" },
        data: { nextSyncAt: new Date() },
      });
      return "sync_due";
    }
    await tx.$executeRaw`
      insert into shop_webhook_hint (merchant_id, integration_id, external_id) values (${merchantId}::uuid, ${integrationId}::uuid, ${externalId})
      on conflict do nothing`;
    const lane = await tx.lane.findFirst({ where: { merchantId, integrationId, lane: "orders_in" }, select: { state: true } });
    const rests = lane?.state === "paused" || lane?.state === "off";
    // Waiting hints already have a job.
    if (waiting === 0 && !rests) await enqueue(tx, "fetch-hinted", { merchantId, integrationId }, PRIORITY.person);
    return "hinted";
  });
}

import { createHash, createHmac, randomUUID } from "node:crypto";
import type { WebhookShopSystem } from "@/lib/connectors/webhooks";
import type { FakeWebhook, OrderEvent } from "@/lib/testing/fake-shops/fake-webhook";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

const TOPICS: Record<WebhookShopSystem, Record<OrderEvent, string>> = {
  woocommerce: { created: "order.created", updated: "order.updated", deleted: "order.deleted" },
  shopify: { created: "ORDERS_CREATE", updated: "ORDERS_UPDATED", deleted: "ORDERS_DELETE" },
};

/** WooCommerce disables a webhook after this many consecutive failed deliveries; Shopify gives up after eight. */
const MAX_FAILURES: Record<WebhookShopSystem, number> = { woocommerce: 5, shopify: 8 };

/** Delivers the shop's webhooks when an order changes. @returns a function whose promise resolves when no delivery is pending */
export function deliverWebhooks(sender: WebhookShopSystem, store: FakeStore, origin: string): () => Promise<void> {
  const underway = new Set<Promise<void>>();
  const send = (webhook: FakeWebhook, body: string, headers: Record<string, string>): void => {
    const one = fetch(webhook.address, { method: "POST", body, headers: { "content-type": "application/json", ...headers } })
      .then((response) => response.ok)
      .catch(() => false)
      .then((isTaken) => {
        webhook.failures = isTaken ? 0 : webhook.failures + 1;
        if (webhook.failures < MAX_FAILURES[sender]) return;
        if (sender === "shopify") store.webhooks.delete(webhook.id);
        else webhook.status = "disabled";
      })
      .finally(() => underway.delete(one));
    underway.add(one);
  };
  store.onEvent = (event, id) => {
    const topic = TOPICS[sender][event];
    for (const webhook of store.webhooks.values()) {
      if (webhook.topic !== topic || webhook.status !== "active") continue;
      const { status, shippingCents } = store.orders.get(id) ?? {};
      const body = JSON.stringify({ id, status, shippingCents, note: "The body is a hint, whatever else it says." });
      const signature = createHmac("sha256", webhook.secret).update(body).digest("base64");
      send(webhook, body, sender === "woocommerce" ? wooHeaders(webhook, signature, origin) : shopifyHeaders(topic, signature));
    }
  };
  // WooCommerce tests a new URL with an unsigned form.
  store.onWebhookMade = (webhook) => {
    if (sender === "woocommerce") send(webhook, `webhook_id=${webhook.id}`, { "content-type": "application/x-www-form-urlencoded" });
  };
  return async () => {
    while (underway.size > 0) await Promise.all(underway);
  };
}

/** As measured on 10.6 and 11.0: a hash of the webhook and the second, so all deliveries within one second have the same id. */
const wooDeliveryId = (webhookId: number): string =>
  createHash("md5")
    .update(`${webhookId}${Math.floor(Date.now() / 1000)}`)
    .digest("hex");

const wooHeaders = ({ id, topic }: FakeWebhook, signature: string, origin: string): Record<string, string> => ({
  "user-agent": "WooCommerce/10.6.2 Hookshot (WordPress/6.8.12)",
  "x-wc-webhook-source": `${origin}/`,
  "x-wc-webhook-topic": topic,
  "x-wc-webhook-resource": "order",
  "x-wc-webhook-event": topic.slice("order.".length),
  "x-wc-webhook-signature": signature,
  "x-wc-webhook-id": String(id),
  "x-wc-webhook-delivery-id": wooDeliveryId(id),
});

const SHOPIFY_TOPICS: Readonly<Record<string, string>> = {
  ORDERS_CREATE: "orders/create",
  ORDERS_UPDATED: "orders/updated",
  ORDERS_DELETE: "orders/delete",
};

const shopifyHeaders = (topic: string, signature: string): Record<string, string> => ({
  "user-agent": "Shopify-Captain-Hook",
  "x-shopify-topic": SHOPIFY_TOPICS[topic] ?? topic,
  "x-shopify-hmac-sha256": signature,
  "x-shopify-shop-domain": "shop.example",
  "x-shopify-api-version": "2026-10",
  "x-shopify-webhook-id": randomUUID(),
});

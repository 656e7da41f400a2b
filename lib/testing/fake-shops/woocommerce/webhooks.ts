import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import type { FakeWebhook } from "@/lib/testing/fake-shops/fake-webhook";
import { errorAnswer, wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { readJson } from "@/lib/testing/fake-shops/woocommerce/write-orders";

// wc/v3/webhooks as documented, without a recording.

const writeWebhook = ({ id, topic, address, status }: FakeWebhook): Record<string, unknown> => ({
  id,
  name: "Sendcloud",
  status,
  topic,
  resource: "order",
  event: topic.split(".")[1] ?? "",
  hooks: [],
  delivery_url: address,
});

const textOf = (body: Record<string, unknown>, name: string): string | undefined =>
  typeof body[name] === "string" ? body[name] : undefined;

/** `GET` and `POST /webhooks`. */
export function answerWebhooks(request: FakeRequest, shop: ShopContext<WooKey>, headers: [string, string][]): FakeAnswer {
  if (request.method === "GET") {
    const [size, page] = [Number(request.query.get("per_page") ?? 10), Number(request.query.get("page") ?? 1)];
    const all = [...shop.store.webhooks.values()];
    return jsonAnswer(200, all.slice((page - 1) * size, page * size).map(writeWebhook), [...headers, ["X-WP-Total", String(all.length)]]);
  }
  const body = readJson(request.body);
  if (!body.ok) return errorAnswer(body.error, headers);
  const [topic, address] = [textOf(body.value, "topic"), textOf(body.value, "delivery_url")];
  if (!topic || !address)
    return errorAnswer(wooError(400, "woocommerce_rest_webhook_invalid_topic", "Webhook topic must be valid."), headers);
  const webhook: FakeWebhook = {
    id: shop.store.takePartId(),
    topic,
    address,
    secret: textOf(body.value, "secret") ?? "",
    status: "active",
    failures: 0,
  };
  shop.store.webhooks.set(webhook.id, webhook);
  shop.store.onWebhookMade(webhook);
  return jsonAnswer(201, writeWebhook(webhook), headers);
}

/** `GET`, `POST`, `PUT` and `DELETE /webhooks/{id}`. */
export function answerWebhook(request: FakeRequest, id: number, shop: ShopContext<WooKey>, headers: [string, string][]): FakeAnswer {
  const webhook = shop.store.webhooks.get(id);
  if (!webhook) return errorAnswer(wooError(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID."), headers);
  if (request.method === "DELETE") shop.store.webhooks.delete(id);
  else if (request.method !== "GET") {
    const body = readJson(request.body);
    if (!body.ok) return errorAnswer(body.error, headers);
    webhook.secret = textOf(body.value, "secret") ?? webhook.secret;
    webhook.address = textOf(body.value, "delivery_url") ?? webhook.address;
    const status = textOf(body.value, "status");
    if (status === "active" || status === "paused" || status === "disabled") webhook.status = status;
    if (status === "active") webhook.failures = 0;
  }
  return jsonAnswer(200, writeWebhook(webhook), headers);
}

import { createHash } from "node:crypto";
import { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { readJson } from "@/lib/connectors/http/read-body";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { isSignedBody } from "@/lib/connectors/shopify/app";

// Webhooks are only hints: polling and counts remain authoritative. A hint names the order to fetch; its body is never stored.

interface WebhookFormat {
  signature: string;
  topic: string;
  delivery: string;
  /** The unsigned body that the shop system sends to test a new URL; null if it sends none. */
  unsignedTest: RegExp | null;
}

const FORMATS = {
  woocommerce: {
    signature: "x-wc-webhook-signature",
    topic: "x-wc-webhook-topic",
    delivery: "x-wc-webhook-delivery-id",
    unsignedTest: /^webhook_id=\d+$/,
  },
  magento: null,
  prestashop: null,
  shopify: { signature: "x-shopify-hmac-sha256", topic: "x-shopify-topic", delivery: "x-shopify-webhook-id", unsignedTest: null },
} as const satisfies Record<ShopSystem, WebhookFormat | null>;

export type WebhookShopSystem = { [Name in ShopSystem]: (typeof FORMATS)[Name] extends null ? never : Name }[ShopSystem];

export const hasWebhooks = (shopSystem: ShopSystem): shopSystem is WebhookShopSystem => FORMATS[shopSystem] !== null;

export type WebhookHint =
  /** A repeated delivery has the same id and body; within a second, WooCommerce's ids are not unique. `externalId` null: any order. */
  | { kind: "order"; externalId: string | null; deliveryId: string; bodyHash: Uint8Array<ArrayBuffer> }
  /** A test call after creation, or a topic that is not about one order. */
  | { kind: "nothing" };

export type WebhookRefusal = "signature_missing" | "signature_wrong";

const orderSchema = z.object({ id: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,19}$/)]) });

/** `rawBody` is unmodified; `secrets` may include the previous one, which Shopify uses for up to an hour after a rotation. */
export function readWebhook(
  shopSystem: WebhookShopSystem,
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Uint8Array,
  secrets: readonly string[],
): Result<WebhookHint, WebhookRefusal> {
  const format: WebhookFormat = FORMATS[shopSystem];
  const topic = headers[format.topic]?.toLowerCase() ?? "";
  const signature = headers[format.signature];
  const text = Buffer.from(rawBody).toString("utf8");
  if (!signature && topic === "" && format.unsignedTest?.test(text)) return ok({ kind: "nothing" });
  if (!signature) return refuse("signature_missing");
  // WooCommerce signs like Shopify.
  if (!isSignedBody({ secrets: secrets.filter((secret) => secret !== "") }, rawBody, signature)) return refuse("signature_wrong");
  if (!topic.startsWith("order.") && !topic.startsWith("orders/")) return ok({ kind: "nothing" });
  const order = orderSchema.safeParse(readJson(text));
  const deliveryId = (headers[format.delivery] ?? "").slice(0, 200);
  const bodyHash = new Uint8Array(createHash("sha256").update(rawBody).digest());
  return ok({ kind: "order", externalId: order.success ? String(order.data.id) : null, deliveryId, bodyHash });
}

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { readJson } from "@/lib/connectors/http/read-json";

// Webhooks of shops are hints only: polling and counts stay the truth. A hint says which order to fetch; its body is never stored.

export const WEBHOOK_PLATFORMS = ["woocommerce", "shopify"] as const;
export type WebhookPlatform = (typeof WEBHOOK_PLATFORMS)[number];

export type WebhookHint =
  /**
   * An order changed. A repeated delivery has the same id, order and body; the id alone repeats within a second (WooCommerce).
   * `externalId` is null where the body names no order: then any order may have changed.
   */
  | { kind: "order"; externalId: string | null; deliveryId: string; bodyHash: Uint8Array<ArrayBuffer> }
  /** A test call when the webhook was made, or a topic that is not about one order. */
  | { kind: "nothing" };

export type WebhookRefusal = "signature_missing" | "signature_wrong";

const HEADERS = {
  woocommerce: { signature: "x-wc-webhook-signature", topic: "x-wc-webhook-topic", delivery: "x-wc-webhook-delivery-id" },
  shopify: { signature: "x-shopify-hmac-sha256", topic: "x-shopify-topic", delivery: "x-shopify-webhook-id" },
} as const;

/** Both platforms sign the raw bytes: base64 of their HMAC-SHA256. */
function isSigned(rawBody: Uint8Array, signature: string, secret: string): boolean {
  const expected = createHmac("sha256", secret).update(rawBody).digest();
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const orderSchema = z.object({ id: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,19}$/)]) });

/**
 * Reads a delivery. `headers` have names in lower case; `rawBody` is what came over the wire, byte by byte; `secrets` may hold the old
 * one beside the new one, since Shopify goes on signing with the old one for up to an hour after a rotation.
 */
export function readWebhook(
  platform: WebhookPlatform,
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Uint8Array,
  secrets: readonly string[],
): Result<WebhookHint, WebhookRefusal> {
  const names = HEADERS[platform];
  const topic = headers[names.topic]?.toLowerCase() ?? "";
  const signature = headers[names.signature];
  const text = Buffer.from(rawBody).toString("utf8");
  // WooCommerce tries a new address with a form that it signs with nothing.
  if (platform === "woocommerce" && !signature && topic === "" && /^webhook_id=\d+$/.test(text)) return ok({ kind: "nothing" });
  if (!signature) return refuse("signature_missing");
  if (!secrets.some((secret) => secret !== "" && isSigned(rawBody, signature, secret))) return refuse("signature_wrong");
  if (!topic.startsWith("order.") && !topic.startsWith("orders/")) return ok({ kind: "nothing" });
  const order = orderSchema.safeParse(readJson(text));
  const deliveryId = (headers[names.delivery] ?? "").slice(0, 200);
  const bodyHash = new Uint8Array(createHash("sha256").update(rawBody).digest());
  return ok({ kind: "order", externalId: order.success ? String(order.data.id) : null, deliveryId, bodyHash });
}

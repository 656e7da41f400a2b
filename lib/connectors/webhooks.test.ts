import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { readWebhook } from "@/lib/connectors/webhooks";

const sign = (body: string, secret: string): string => createHmac("sha256", secret).update(body).digest("base64");

/** A delivery of WooCommerce, signed with `secret`. */
const woo = (body: string, secret: string, topic = "order.updated"): Record<string, string> => ({
  "x-wc-webhook-signature": sign(body, secret),
  "x-wc-webhook-topic": topic,
  "x-wc-webhook-delivery-id": "d-1",
});

const body = '{"id":1001,"status":"processing","note":"ü"}';

test("a signed delivery identifies the order, on both shop systems", () => {
  expect(readWebhook("woocommerce", woo(body, "s"), Buffer.from(body), ["s"])).toEqual({
    ok: true,
    value: { kind: "order", externalId: "1001", deliveryId: "d-1", bodyHash: new Uint8Array(createHash("sha256").update(body).digest()) },
  });
  const shopify = { "x-shopify-hmac-sha256": sign(body, "s"), "x-shopify-topic": "orders/updated", "x-shopify-webhook-id": "d-2" };
  expect(readWebhook("shopify", shopify, Buffer.from(body), ["new", "s"])).toMatchObject({
    value: { externalId: "1001", deliveryId: "d-2" },
  });
});

test("a changed byte, another secret, an empty secret or a missing signature is refused", () => {
  const changed = body.replace("1001", "1002");
  expect(readWebhook("woocommerce", woo(body, "s"), Buffer.from(changed), ["s"])).toEqual({ ok: false, reason: "signature_wrong" });
  expect(readWebhook("woocommerce", woo(body, "other"), Buffer.from(body), ["s"])).toEqual({ ok: false, reason: "signature_wrong" });
  expect(readWebhook("woocommerce", woo(body, ""), Buffer.from(body), ["", "s"])).toEqual({ ok: false, reason: "signature_wrong" });
  expect(readWebhook("shopify", {}, Buffer.from(body), ["s"])).toEqual({ ok: false, reason: "signature_missing" });
});

test("WooCommerce's first ping and other topics are ignored; a signed body without an order may mean any order", () => {
  expect(readWebhook("woocommerce", {}, Buffer.from("webhook_id=7"), ["s"])).toEqual({ ok: true, value: { kind: "nothing" } });
  expect(readWebhook("woocommerce", woo(body, "s", "product.updated"), Buffer.from(body), ["s"])).toMatchObject({
    value: { kind: "nothing" },
  });
  for (const odd of ["[]", "{}", '{"id":-1}', '{"id":"1; drop"}', "not json"]) {
    expect(readWebhook("woocommerce", woo(odd, "s"), Buffer.from(odd), ["s"]), odd).toMatchObject({
      value: { kind: "order", externalId: null },
    });
  }
});

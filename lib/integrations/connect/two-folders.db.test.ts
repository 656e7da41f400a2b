import { createHmac } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { shopWebhookContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import { findApproval } from "@/lib/integrations/approval/data";
import { startApproval } from "@/lib/integrations/approval/mutations";
import { receiveWooKey } from "@/lib/integrations/approval/woocommerce";
import { detectShopSystem } from "@/lib/integrations/connect/detect-shop-system";
import { proposeName } from "@/lib/integrations/connect/proposed-name";
import { requestInstantOrders } from "@/lib/sync/webhooks/mutations";
import { receiveDelivery } from "@/lib/sync/webhooks/receive-delivery";
import { connectShop } from "@/lib/testing/connect-shop";
import { LOOPBACK, recentOrders, refreshNow, SHOP_KEYS_OF, startBareShop } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

test("two shops in folders of one host are found, checked, named and imported separately", async () => {
  const shops = [await startBareShop(recentOrders(3, 1), "prestashop"), await startBareShop(recentOrders(5, 2), "prestashop")];
  const host = http.createServer((request, response) => {
    const [, folder, path] = /^\/shop([12])(\/.*)$/.exec(request.url ?? "") ?? [];
    const shop = shops[Number(folder) - 1];
    if (!shop) return void response.writeHead(404).end("<h1>Not found</h1>");
    const inner = http.request(shop.url + path, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(inner);
  });
  host.listen(0, "127.0.0.1");
  await once(host, "listening");
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  try {
    const first = await connectShop({ shopSystem: "prestashop", baseUrl: `${origin}/shop1`, credentials: SHOP_KEYS_OF.prestashop });
    const { merchantId } = first.scope;
    const second = await connectShop({
      merchantId,
      shopSystem: "prestashop" as const,
      baseUrl: `${origin}/shop2`,
      credentials: SHOP_KEYS_OF.prestashop,
    });
    for (const [connected, baseUrl, orders] of [
      [first, `${origin}/shop1`, 3],
      [second, `${origin}/shop2`, 5],
    ] as const) {
      expect(await detectShopSystem(baseUrl, LOOPBACK)).toMatchObject({ kind: "found", shop: { shopSystem: "prestashop", baseUrl } });
      const result = await runCheck({ url: baseUrl, shopSystem: "prestashop", ...LOOPBACK, credentials: SHOP_KEYS_OF.prestashop });
      expect(result.causes, baseUrl).toEqual([]);
      await refreshNow(connected);
      const { integrationId } = connected;
      const stored = await inMerchant(merchantId, (tx) => tx.shopOrder.count({ where: { merchantId, integrationId } }));
      expect(stored, baseUrl).toBe(orders);
      expect(proposeName(baseUrl)).toBe(`127.0.0.1/${baseUrl.split("/").at(-1)}`);
    }
  } finally {
    host.close();
    host.closeAllConnections();
    for (const shop of shops) await shop.close();
  }
});

test("two shops in folders of one host have separate approvals, webhooks and checks", async () => {
  const nl = await connectShop({ baseUrl: "https://shared.example/nl" });
  const { scope } = nl;
  const { merchantId } = scope;
  const de = await connectShop({ merchantId, baseUrl: "https://shared.example/de" });
  const shops = [nl.integrationId, de.integrationId] as const;

  const tokens = [];
  for (const integrationId of shops) {
    const started = await startApproval(scope, integrationId, "woocommerce");
    tokens.push(started.ok ? started.value.token : "");
  }
  const key = { consumer_key: `ck_${"1".repeat(40)}`, consumer_secret: `cs_${"2".repeat(40)}`, key_permissions: "read_write" };
  expect(await receiveWooKey({ ...key, user_id: tokens[1] })).toBe("stored");
  expect(await Promise.all(shops.map((id) => findApproval(scope, id)))).toMatchObject([{ status: "waiting" }, { status: "received" }]);

  const secrets = [];
  for (const integrationId of shops) {
    expect(await requestInstantOrders(scope, { integrationId, appSecret: "" }, "https://mooring.example")).toMatchObject({ ok: true });
    const { secret, secretKeyId } = await inMerchant(merchantId, (tx) => tx.shopWebhook.findFirstOrThrow({ where: { integrationId } }));
    secrets.push(unseal({ bytes: secret, keyId: secretKeyId }, shopWebhookContext(integrationId)));
  }
  const body = JSON.stringify({ id: 7 });
  const signed = {
    "x-wc-webhook-topic": "order.updated",
    "x-wc-webhook-delivery-id": "d-1",
    "x-wc-webhook-signature": createHmac("sha256", secrets[0] ?? "")
      .update(body)
      .digest("base64"),
  };
  expect(await receiveDelivery(de.integrationId, signed, Buffer.from(body))).toBe("unknown");
  expect(await receiveDelivery(nl.integrationId, signed, Buffer.from(body))).toBe("hinted");
  expect(await inMerchant(merchantId, (tx) => tx.shopWebhookHint.count({ where: { integrationId: de.integrationId } }))).toBe(0);

  const checks = [];
  for (const integrationId of shops) checks.push(await requestCheck(scope, { integrationId, trigger: "manual" }));
  expect(checks).toMatchObject([{ ok: true }, { ok: true }]);
  expect(new Set(checks.map((check) => check.ok && check.value.checkId)).size, "one is checked although the other was just checked").toBe(
    2,
  );
});

import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { detectShopSystem } from "@/lib/integrations/detect-shop-system";
import { proposeName } from "@/lib/integrations/proposed-name";
import { connectShop } from "@/lib/testing/connect-shop";
import { LOOPBACK, recentOrders, refreshNow, SHOP_KEYS_OF, startBareShop } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

test("two shops in folders of one host are two shops: each is found, checked, named and imported by itself", async () => {
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
    const first = await connectShop({ platform: "prestashop", baseUrl: `${origin}/shop1`, credentials: SHOP_KEYS_OF.prestashop });
    const { merchantId } = first.scope;
    const second = await connectShop({
      ...{ merchantId, platform: "prestashop" as const, baseUrl: `${origin}/shop2`, credentials: SHOP_KEYS_OF.prestashop },
    });
    for (const [connected, baseUrl, orders] of [
      [first, `${origin}/shop1`, 3],
      [second, `${origin}/shop2`, 5],
    ] as const) {
      expect(await detectShopSystem(baseUrl, LOOPBACK)).toMatchObject({ kind: "found", shop: { platform: "prestashop", baseUrl } });
      const result = await runCheck({ url: baseUrl, platform: "prestashop", ...LOOPBACK, credentials: SHOP_KEYS_OF.prestashop });
      expect(result.causes, baseUrl).toEqual([]);
      await refreshNow(connected);
      const { integrationId } = connected;
      const stored = await inMerchant(merchantId, (tx) => tx.order.count({ where: { merchantId, integrationId } }));
      expect(stored, baseUrl).toBe(orders);
      expect(proposeName(baseUrl)).toBe(`127.0.0.1/${baseUrl.split("/").at(-1)}`);
    }
  } finally {
    host.close();
    host.closeAllConnections();
    for (const shop of shops) await shop.close();
  }
});

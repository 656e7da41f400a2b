import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createShopClient } from "@/lib/connectors/http/client";
import type { ShopClient } from "@/lib/connectors/shop";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { recentOrders } from "@/lib/testing/sync-shop";

test.each(["rest_login_required", "rest_disabled", "rest_api_disabled"])(
  "a plugin that closes the REST API with %s is a block, not a wrong key",
  async (code) => {
    const shop = http.createServer((_request, response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ code, message: "The REST API is closed.", data: { status: 401 } }));
    });
    await once(shop.listen(0, "127.0.0.1"), "listening");
    const client = createShopClient({
      baseUrl: `http://127.0.0.1:${(shop.address() as AddressInfo).port}`,
      shopSystem: "woocommerce",
      egress: { addresses: ["127.0.0.2"], control: null },
      policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
    });
    try {
      const credentials = { consumerKey: "ck_test", consumerSecret: "cs_test" };
      expect(await woocommerce.fetchOrder({ client, credentials }, "1")).toMatchObject({ ok: false, failure: { code: "blocked" } });
    } finally {
      await client.close();
      shop.close();
    }
  },
);

test.each([403, 404])(
  "a server that opens the REST API for WooCommerce alone, and answers %i elsewhere, still gets tracking numbers",
  async (status) => {
    const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
    const store = new FakeStore(recentOrders(1));
    const [order] = store.listOrders();
    const direct = directShopClient({ shopSystem: "woocommerce", store, key });
    const headers = { "content-type": "text/html" };
    const client: ShopClient = {
      ...direct,
      async send(request) {
        if (request.path.startsWith("/wp-json/wc/v3/")) return direct.send(request);
        return { ok: true, answer: { origin: direct.baseUrl, status, headers, body: "<html>nginx</html>", clockSkewMs: 0 } };
      },
    };
    const shipment = { id: "s-1", orderExternalId: `${order?.id}`, carrier: "DHL", trackingNumber: "JD014600001", trackingUrl: null };
    for (const outcome of ["pushed", "already_there"])
      expect(await woocommerce.pushShipment({ client, credentials: key }, shipment)).toEqual({ ok: true, value: outcome });
  },
);

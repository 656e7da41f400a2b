import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createShopClient } from "@/lib/connectors/http/client";
import { woocommerce } from "@/lib/connectors/woocommerce/index";

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
      platform: "woocommerce",
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

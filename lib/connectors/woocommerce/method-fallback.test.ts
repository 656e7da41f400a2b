import { expect, it } from "vitest";
import { askWoo } from "@/lib/connectors/woocommerce/client";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";

const credentials = { consumerKey: `ck_${"a".repeat(40)}`, consumerSecret: `cs_${"b".repeat(40)}` };

it.each(["https://shop.example", "http://shop.example"])(
  "changes an order by POST if PUT is refused, signed or not (%s)",
  async (baseUrl) => {
    const store = new FakeStore(generateOrders({ count: 3, seed: 1, from: new Date("2026-11-01"), to: new Date("2026-11-20") }));
    const direct = directShopClient({ shopSystem: "woocommerce", store, key: credentials, baseUrl });
    const walled = {
      ...direct,
      overridesMethods: true,
      send: (request: Parameters<typeof direct.send>[0]) => {
        if (request.method !== "GET" && request.method !== "POST") throw new Error(`${request.method} must not be sent`);
        return direct.send(request);
      },
    };
    const [order] = store.listOrders();
    const changed = await askWoo(
      { client: walled, credentials },
      { method: "PUT", path: `/orders/${order?.id}`, body: { status: "completed" } },
    );
    expect(changed.ok).toBe(true);
    expect(store.orders.get(order?.id ?? 0)?.status).toBe("completed");
    expect(direct.sent.map(({ method }) => method)).toEqual(["POST"]);
  },
);

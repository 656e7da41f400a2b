import { expect, it } from "vitest";
import { decodeEntities } from "@/lib/connectors/woocommerce/decode-entities";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";

it.each([
  ["Jansen &amp; Zonen &quot;Fietsen&quot; &lt;Zwolle&gt; l&#039;été 🚲", `Jansen & Zonen "Fietsen" <Zwolle> l'été 🚲`],
  ["Müller &#8211; Söhne", "Müller – Söhne"],
  ["M&#xFC;ller", "Müller"],
  ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
  ["A & B; &unknown; &#0; &#xD800; &constructor;", "A & B; &unknown; &#0; &#xD800; &constructor;"],
])("WordPress' %s is read as %s", (stored, text) => {
  expect(decodeEntities(stored)).toBe(text);
});

it("names that WordPress stores with entities are read as people write them", async () => {
  const [order] = generateOrders({ count: 1, from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-02T00:00:00Z"), seed: 3 });
  if (!order) throw new Error("no order");
  const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
  const store = new FakeStore([order]);
  const name = "Zuid &amp; Zoon";
  const rewrites = {
    [order.id]: (record: Record<string, unknown>) => ({
      ...record,
      line_items: (record["line_items"] as Record<string, unknown>[]).map((line) => ({ ...line, name })),
    }),
  };
  const client = directShopClient({ platform: "woocommerce", store, key, name, behaviour: { rewrites } });
  expect(await woocommerce.describe({ client, credentials: key })).toMatchObject({ value: { name: "Zuid & Zoon" } });
  const listed = await woocommerce.listChangedOrders({ client, credentials: key }, { from: null, to: new Date(Date.now() + 1000) }, null);
  expect(listed).toMatchObject({ value: { orders: [{ lines: [{ name: "Zuid & Zoon" }] }] } });
});

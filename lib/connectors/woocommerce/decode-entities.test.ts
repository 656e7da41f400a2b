import { expect, it } from "vitest";
import { decodeEntities } from "@/lib/connectors/woocommerce/decode-entities";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { readWooOrder } from "@/lib/connectors/woocommerce/read-order";
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
  const client = directShopClient({ shopSystem: "woocommerce", store, key, name: "Zuid &amp; Zoon" });
  expect(await woocommerce.describe({ client, credentials: key })).toMatchObject({ value: { name: "Zuid & Zoon" } });
  const found = await woocommerce.fetchOrder({ client, credentials: key }, String(order.id));
  if (!found.ok || !found.value) throw new Error("no order");
  const raw = JSON.parse(JSON.stringify(found.value.raw)) as { line_items: Record<string, unknown>[] };
  for (const line of raw.line_items) line["name"] = "Zuid &amp; Zoon";
  const read = readWooOrder(raw);
  expect(read.kind === "order" && read.order.lines.map(({ name }) => name)).toEqual(raw.line_items.map(() => "Zuid & Zoon"));
});

import { z } from "zod";
import { askMagento } from "@/lib/connectors/magento/client";
import type { MagentoCredentials } from "@/lib/connectors/magento/credentials";
import { askForCount } from "@/lib/connectors/magento/orders";
import { readStoreConfigs } from "@/lib/connectors/magento/store-configs";
import { looseText } from "@/lib/connectors/records/order-fields";
import { type ShopClient, type ShopDescription, type ShopReach, type ShopResult, WHOLE_REACH } from "@/lib/connectors/shop";

const viewsSchema = z.array(z.object({ code: looseText, name: looseText }));

/** The credentials are proven by counting orders. */
export async function preflightMagento(client: ShopClient, credentials: MagentoCredentials): Promise<ShopResult<ShopReach>> {
  const orders = await askForCount(client, credentials, []);
  return orders.ok ? { ...orders, value: WHOLE_REACH } : orders;
}

/** Name, zone and currency come where the integration may read the store's settings. */
export async function describeMagento(client: ShopClient, credentials: MagentoCredentials): Promise<ShopResult<ShopDescription>> {
  const [config] = await readStoreConfigs(client, credentials);
  const views = await askMagento(client, credentials, { path: "/store/storeViews" });
  const parsed = viewsSchema.safeParse(views.ok ? views.json : []);
  // Public, unless the shop hides it: `Magento/2.4 (Community)`.
  const version = await client.send({ method: "GET", path: "/magento_version", maxBytes: 100_000 });
  return {
    ok: true,
    value: {
      name: (parsed.success && parsed.data.find(({ code }) => code !== "admin")?.name) || "",
      version: (version.ok && /^Magento\/([\d.]+)/.exec(version.answer.body)?.[1]) || null,
      timeZone: config?.timezone || null,
      currency: config?.base_currency_code || null,
    },
    clockSkewMs: version.ok ? version.answer.clockSkewMs : null,
  };
}

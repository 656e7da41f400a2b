import { z } from "zod";
import { ok } from "@/lib/base/result";
import { askMagento, type MagentoShop } from "@/lib/connectors/magento/client";
import { askForCount } from "@/lib/connectors/magento/orders";
import { readStoreConfigs } from "@/lib/connectors/magento/store-configs";
import { looseText } from "@/lib/connectors/records/order-fields";
import { type ClockedResult, type ShopDescription, type ShopReach, type ShopResult, WHOLE_REACH } from "@/lib/connectors/shop";

const viewsSchema = z.array(z.object({ code: looseText, name: looseText }));

/** The credentials are proven by counting orders. */
export async function preflightMagento(shop: MagentoShop): Promise<ClockedResult<ShopReach>> {
  const orders = await askForCount(shop, []);
  return orders.ok ? { ...orders, value: WHOLE_REACH } : orders;
}

/** Name, zone and currency come where the integration may read the store's settings. */
export async function describeMagento(shop: MagentoShop): Promise<ShopResult<ShopDescription>> {
  const [config] = await readStoreConfigs(shop);
  const views = await askMagento(shop, { path: "/store/storeViews" });
  const parsed = viewsSchema.safeParse(views.ok ? views.json : []);
  // Public, unless the shop hides it: `Magento/2.4 (Community)`.
  const version = await shop.client.send({ method: "GET", path: "/magento_version", maxBytes: 100_000 });
  return ok({
    name: (parsed.success && parsed.data.find(({ code }) => code !== "admin")?.name) || "",
    version: (version.ok && /^Magento\/([\d.]+)/.exec(version.answer.body)?.[1]) || null,
    timeZone: config?.timezone || null,
    currency: config?.base_currency_code || null,
  });
}

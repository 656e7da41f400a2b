import { z } from "zod";
import { askMagento, type MagentoShop } from "@/lib/connectors/magento/client";
import { looseText } from "@/lib/connectors/records/order-fields";
import type { ShopClient } from "@/lib/connectors/shop";

const configsSchema = z.array(z.object({ id: looseText, timezone: looseText, base_currency_code: looseText, weight_unit: looseText }));

export type StoreConfig = z.infer<typeof configsSchema>[number];

const known = new WeakMap<ShopClient, StoreConfig[]>();

/** Settings of all store views, the first one's first, read once per client; empty if the key may not read them. */
export async function readStoreConfigs(shop: MagentoShop): Promise<readonly StoreConfig[]> {
  const cached = known.get(shop.client);
  if (cached !== undefined) return cached;
  const reply = await askMagento(shop, { path: "/store/storeConfigs" });
  const parsed = configsSchema.safeParse(reply.ok ? reply.json : null);
  const configs = parsed.success ? parsed.data : [];
  // A refusal is permanent; a network failure may pass.
  if (reply.ok || reply.message !== null) known.set(shop.client, configs);
  return configs;
}

import { askMagento, type MagentoShop } from "@/lib/connectors/magento/client";

/** Resources of Magento's tree that our calls need, with a request that shows whether the integration has them. Names: `causes.right`. */
const READ_RIGHTS = [
  ["Magento_Sales::actions_view", "/orders"],
  ["Magento_Sales::shipment", "/shipments"],
  // For the unit of weights, the time zone and the currency.
  ["Magento_Backend::store", "/store/storeConfigs"],
] as const;

/** Rights that only writing shows, such as `ship`, are found by the check. */
export async function missingMagentoRights(shop: MagentoShop): Promise<string[]> {
  const missing: string[] = [];
  for (const [right, path] of READ_RIGHTS) {
    const list = path.startsWith("/store") ? "" : "?searchCriteria%5BpageSize%5D=1&fields=total_count";
    const reply = await askMagento(shop, { path: path + list, isShort: true });
    if (!reply.ok && reply.lacksRight) missing.push(right);
  }
  return missing;
}

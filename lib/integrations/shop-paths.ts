export const SHOP_TABS = ["overview", "diagnosis", "sync", "history", "settings"] as const;
export type ShopTab = (typeof SHOP_TABS)[number];

/** Each tab has the path of its name. */
export function shopPath(merchantId: string, integrationId: string, tab: ShopTab = "overview") {
  const shop = `/m/${merchantId}/integrations/${integrationId}` as const;
  return tab === "overview" ? shop : (`${shop}/${tab}` as const);
}

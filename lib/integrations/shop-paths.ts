export const SHOP_TABS = ["overview", "diagnosis", "sync", "history", "settings"] as const;
export type ShopTab = (typeof SHOP_TABS)[number];

/** Each tab has the path of its name. */
export function shopPath(merchantId: string, integrationId: string, tab: ShopTab = "overview") {
  const shop = `/m/${merchantId}/integrations/${integrationId}` as const;
  return tab === "overview" ? shop : (`${shop}/${tab}` as const);
}

export const SHOP_SETTINGS = ["general", "connection", "import", "tracking", "maintenance", "sharing", "danger"] as const;
export type ShopSettingsPage = (typeof SHOP_SETTINGS)[number];

/** Pages of the tab Settings; the tab itself opens the first. */
export function settingsPath(merchantId: string, integrationId: string, page: ShopSettingsPage) {
  const settings = `/m/${merchantId}/integrations/${integrationId}/settings` as const;
  return page === "general" ? settings : (`${settings}/${page}` as const);
}

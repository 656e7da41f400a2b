export const SHOP_TABS = ["overview", "diagnosis", "sync", "history", "settings"] as const;
export type ShopTab = (typeof SHOP_TABS)[number];

/** The path segment of each tab. */
const SEGMENTS = { overview: null, diagnosis: "check", sync: "orders", history: "history", settings: "settings" } as const;

export function shopPath(merchantId: string, integrationId: string, tab: ShopTab = "overview") {
  const shop = `/m/${merchantId}/integrations/${integrationId}` as const;
  const segment = SEGMENTS[tab];
  return segment === null ? shop : (`${shop}/${segment}` as const);
}

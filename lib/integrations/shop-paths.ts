export const SHOP_TABS = ["overview", "diagnosis", "sync", "history", "settings"] as const;
export type ShopTab = (typeof SHOP_TABS)[number];

/** What of the address stands for each tab. */
const SEGMENTS = { overview: null, diagnosis: "check", sync: "orders", history: "history", settings: "settings" } as const;

export const tabOfSegment = (segment: string | null): ShopTab => SHOP_TABS.find((tab) => SEGMENTS[tab] === segment) ?? "overview";

/** The address of a tab of a shop's page. */
export function shopPath(merchantId: string, integrationId: string, tab: ShopTab = "overview") {
  const shop = `/m/${merchantId}/integrations/${integrationId}` as const;
  const segment = SEGMENTS[tab];
  return segment === null ? shop : (`${shop}/${segment}` as const);
}

/** Sections of the single page that a shop once had: links to them stand in mails and in notes. */
const OLD_SECTIONS: Readonly<Record<string, ShopTab>> = {
  ...{ causes: "diagnosis", reports: "diagnosis", "coming-addresses": "diagnosis" },
  ...{ runs: "sync", "set-aside": "sync", backfill: "sync" },
  ...{ history: "history", incidents: "history", timeline: "history" },
  ...{ settings: "settings", maintenance: "settings", webhook: "settings", "instant-orders": "settings", evidence: "settings" },
};

/** The tab that holds a section now; null for anything else. */
export function tabOfOldSection(hash: string): ShopTab | null {
  const section = hash.replace(/^#/, "");
  if (section.startsWith("cause-")) return "diagnosis";
  return OLD_SECTIONS[section.startsWith("settings-") ? "settings" : section] ?? null;
}

/** The shop systems that the platform works with. The value is the name in User-Agents, databases and messages. */
export const PLATFORMS = ["woocommerce", "magento", "prestashop", "shopify"] as const;

export type Platform = (typeof PLATFORMS)[number];

export const isPlatform = (text: string): text is Platform => (PLATFORMS as readonly string[]).includes(text);

/** Cloud shops are not behind a server that the merchant or a hosting provider configures. */
export const isSelfHosted = (platform: Platform): boolean => platform !== "shopify";

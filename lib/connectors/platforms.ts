/** Shop systems in display order. docs/connectors.md lists what a new one needs. */
export const PLATFORMS = ["woocommerce", "magento", "prestashop", "shopify"] as const;

export type Platform = (typeof PLATFORMS)[number];

export const isPlatform = (text: string): text is Platform => (PLATFORMS as readonly string[]).includes(text);

const HAS_OWN_SERVER = {
  woocommerce: true,
  magento: true,
  prestashop: true,
  shopify: false,
} as const satisfies Record<Platform, boolean>;

export type SelfHosted = { [Name in Platform]: (typeof HAS_OWN_SERVER)[Name] extends true ? Name : never }[Platform];

/** Whether each shop has its own server: only such a server can refuse an address, a User-Agent or a method. */
export const isSelfHosted = (platform: Platform): platform is SelfHosted => HAS_OWN_SERVER[platform];

export const SELF_HOSTED: readonly SelfHosted[] = PLATFORMS.filter(isSelfHosted);

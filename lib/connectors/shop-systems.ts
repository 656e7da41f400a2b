/** Shop systems in display order. docs/connectors.md lists what a new one needs. */
export const SHOP_SYSTEMS = ["woocommerce", "magento", "prestashop", "shopify"] as const;

export type ShopSystem = (typeof SHOP_SYSTEMS)[number];

export const isShopSystem = (text: string): text is ShopSystem => (SHOP_SYSTEMS as readonly string[]).includes(text);

const HAS_OWN_SERVER = {
  woocommerce: true,
  magento: true,
  prestashop: true,
  shopify: false,
} as const satisfies Record<ShopSystem, boolean>;

export type SelfHosted = { [Name in ShopSystem]: (typeof HAS_OWN_SERVER)[Name] extends true ? Name : never }[ShopSystem];

/** Whether each shop has its own server: only such a server can refuse an address, a User-Agent or a method. */
export const isSelfHosted = (shopSystem: ShopSystem): shopSystem is SelfHosted => HAS_OWN_SERVER[shopSystem];

export const SELF_HOSTED: readonly SelfHosted[] = SHOP_SYSTEMS.filter(isSelfHosted);

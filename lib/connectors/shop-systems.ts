interface ShopSystemTraits {
  /** Whether each shop has its own server: only such a server can refuse an address, a User-Agent or a method. */
  hasOwnServer: boolean;
  /** Whether its API replaces a tracking number in place. */
  replacesNumbers: boolean;
}

/** Every shop system, in display order. For an entry more, the compiler names what else it needs; docs/connectors.md explains it. */
const TRAITS = {
  woocommerce: { hasOwnServer: true, replacesNumbers: false },
  magento: { hasOwnServer: true, replacesNumbers: false },
  prestashop: { hasOwnServer: true, replacesNumbers: true },
  shopify: { hasOwnServer: false, replacesNumbers: true },
} as const satisfies Record<string, ShopSystemTraits>;

export type ShopSystem = keyof typeof TRAITS;

export const SHOP_SYSTEMS = Object.keys(TRAITS) as readonly ShopSystem[];

/** For what a user typed; stored values are read by `toShopSystem`. */
export const isShopSystem = (text: string): text is ShopSystem => Object.hasOwn(TRAITS, text);

/** The shop system of a stored row. Throws for one that this version does not know. */
export function toShopSystem(stored: string): ShopSystem {
  if (!isShopSystem(stored)) throw new Error(`unknown shop system: ${stored}`);
  return stored;
}

export type SelfHosted = { [Name in ShopSystem]: (typeof TRAITS)[Name]["hasOwnServer"] extends true ? Name : never }[ShopSystem];

export const isSelfHosted = (shopSystem: ShopSystem): shopSystem is SelfHosted => TRAITS[shopSystem].hasOwnServer;

export const SELF_HOSTED: readonly SelfHosted[] = SHOP_SYSTEMS.filter(isSelfHosted);

export const replacesNumbers = (shopSystem: ShopSystem): boolean => TRAITS[shopSystem].replacesNumbers;

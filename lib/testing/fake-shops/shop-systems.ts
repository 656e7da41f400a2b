import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeShopSystem, ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import type { MagentoToken } from "@/lib/testing/fake-shops/magento/authenticate";
import { magento } from "@/lib/testing/fake-shops/magento/handler";
import { type PrestaKey, prestashop } from "@/lib/testing/fake-shops/prestashop/handler";
import type { ShopifyToken } from "@/lib/testing/fake-shops/shopify/grants";
import { shopify } from "@/lib/testing/fake-shops/shopify/handler";
import type { FakeStore } from "@/lib/testing/fake-shops/store";
import { woocommerce } from "@/lib/testing/fake-shops/woocommerce/handler";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";

/** The default time zone of a shop. */
export const FAKE_SHOP_ZONE = "Europe/Amsterdam";

type ForEach<Entries extends Record<ShopSystem, unknown>> = Entries;

/** The shape of each shop system's keys. */
export type FakeKeys = ForEach<{
  woocommerce: WooKey;
  magento: MagentoToken;
  prestashop: PrestaKey;
  shopify: ShopifyToken;
}>;

export type FakeShopSystemName = keyof FakeKeys;

const SHOP_SYSTEM_FAKES: { [Name in FakeShopSystemName]: FakeShopSystem<FakeKeys[Name]> } = { woocommerce, magento, prestashop, shopify };

interface ShopProfile<Key> {
  credentials?: readonly Key[];
  name?: string;
  version?: string;
  timeZone?: string;
  currency?: string;
}

/** Orders that the shop's maintenance mode or a plugin hides. */
function hiddenOrders(store: FakeStore, { looksEmpty, hides = [] }: Behaviour): readonly number[] {
  if (!looksEmpty) return hides;
  return [...store.orders.keys()].filter((id) => looksEmpty === true || !looksEmpty.butFor.includes(id));
}

/** Binds a shop system's code to one shop. */
export function makeShopHandler<Name extends FakeShopSystemName>(
  shopSystem: Name,
  profile: ShopProfile<FakeKeys[Name]>,
): (request: FakeRequest, store: FakeStore, behaviour: Behaviour) => FakeAnswer {
  const fake: FakeShopSystem<FakeKeys[Name]> = SHOP_SYSTEM_FAKES[shopSystem];
  const handle = fake.makeHandler();
  return (request, store, behaviour) => {
    const shop: ShopContext<FakeKeys[Name]> = {
      store,
      behaviour,
      keys: profile.credentials ?? [],
      name: profile.name ?? "Test shop",
      version: profile.version ?? fake.version,
      timeZone: store.timeZone ?? profile.timeZone ?? FAKE_SHOP_ZONE,
      currency: profile.currency ?? "EUR",
    };
    return store.without(hiddenOrders(store, behaviour), () => handle(request, shop));
  };
}

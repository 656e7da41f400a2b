import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { MagentoToken } from "@/lib/testing/fake-shops/magento/authenticate";
import { magento } from "@/lib/testing/fake-shops/magento/handler";
import type { FakePlatform, ShopContext } from "@/lib/testing/fake-shops/platform";
import { type PrestaKey, prestashop } from "@/lib/testing/fake-shops/prestashop/handler";
import { shopify } from "@/lib/testing/fake-shops/shopify/handler";
import type { ShopifyToken } from "@/lib/testing/fake-shops/shopify/resolvers";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { woocommerce } from "@/lib/testing/fake-shops/woocommerce/handler";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";

/** Wall clock of a shop that is given no other. */
export const FAKE_SHOP_ZONE = "Europe/Amsterdam";

/** The shape of a key of each platform. */
export interface FakeKeys {
  woocommerce: WooKey;
  magento: MagentoToken;
  prestashop: PrestaKey;
  shopify: ShopifyToken;
}

export type FakePlatformName = keyof FakeKeys;

const PLATFORM_FAKES: { [Name in FakePlatformName]: FakePlatform<FakeKeys[Name]> } = { woocommerce, magento, prestashop, shopify };

interface ShopIdentity<Key> {
  credentials?: readonly Key[];
  name?: string;
  version?: string;
  timeZone?: string;
  currency?: string;
}

/** The shop as its maintenance mode shows it. */
function asItLooks(store: FakeStore, { looksEmpty }: Behaviour): FakeStore {
  if (!looksEmpty) return store;
  const shown = looksEmpty === true ? [] : looksEmpty.butFor.flatMap((id) => store.orders.get(id) ?? []);
  const seen = new FakeStore(shown);
  seen.skewMs = store.skewMs;
  seen.timeZone = store.timeZone;
  return seen;
}

/** Binds a platform's code to one shop. */
export function makePlatformHandler<Name extends FakePlatformName>(
  platform: Name,
  identity: ShopIdentity<FakeKeys[Name]>,
): (request: FakeRequest, store: FakeStore, behaviour: Behaviour) => FakeAnswer {
  const fake: FakePlatform<FakeKeys[Name]> = PLATFORM_FAKES[platform];
  const handle = fake.makeHandler();
  return (request, store, behaviour) => {
    const shop: ShopContext<FakeKeys[Name]> = {
      store: asItLooks(store, behaviour),
      behaviour,
      keys: identity.credentials ?? [],
      name: identity.name ?? "Test shop",
      version: identity.version ?? fake.version,
      timeZone: store.timeZone ?? identity.timeZone ?? FAKE_SHOP_ZONE,
      currency: identity.currency ?? "EUR",
    };
    return handle(request, shop);
  };
}

import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

/** What a shop system's code may use to answer a request. */
export interface ShopContext<Key> {
  store: FakeStore;
  behaviour: Behaviour;
  keys: readonly Key[];
  name: string;
  version: string;
  /** IANA zone of the shop's wall clock. */
  timeZone: string;
  currency: string;
}

/** Answers like the real software. Accesses clock and network only through the store. */
type ShopHandler<Key> = (request: FakeRequest, shop: ShopContext<Key>) => FakeAnswer;

export interface FakeShopSystem<Key> {
  /** The version that the shop reports by default. */
  version: string;
  /** Creates the handler of one shop, with the state it keeps besides its orders. */
  makeHandler(): ShopHandler<Key>;
}

import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

/** What a platform's code may look at to answer a request. */
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

/** Answers as the real software does. Must not touch the network or the clock but through the store. */
type PlatformHandler<Key> = (request: FakeRequest, shop: ShopContext<Key>) => FakeAnswer;

export interface FakePlatform<Key> {
  /** Version that the shop says it has, unless another one is given. */
  version: string;
  /** Makes the handler of one shop, with whatever state that shop keeps besides its orders. */
  makeHandler(): PlatformHandler<Key>;
}

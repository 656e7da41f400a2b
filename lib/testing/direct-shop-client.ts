import { failed } from "@/lib/connectors/http/shop-failure";
import type { ShopAnswer, ShopClient, ShopRequest } from "@/lib/connectors/shop";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { ShopDied } from "@/lib/testing/fake-shops/breaks-on";
import { makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import { type FakeKeys, type FakeShopSystemName, makeShopHandler } from "@/lib/testing/fake-shops/shop-systems";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

export interface DirectShop<Name extends FakeShopSystemName> {
  shopSystem: Name;
  store: FakeStore;
  key: FakeKeys[Name];
  behaviour?: Behaviour;
  version?: string;
  timeZone?: string;
  name?: string;
  baseUrl?: string;
}

export interface DirectShopClient extends ShopClient {
  sent: ShopRequest[];
}

/** A fake shop without a network in between, for properties that need thousands of requests. */
export function directShopClient<Name extends FakeShopSystemName>(shop: DirectShop<Name>): DirectShopClient {
  const baseUrl = shop.baseUrl ?? "https://shop.example";
  const handle = makeShopHandler(shop.shopSystem, {
    credentials: [shop.key],
    ...(shop.version ? { version: shop.version } : {}),
    ...(shop.timeZone ? { timeZone: shop.timeZone } : {}),
    ...(shop.name ? { name: shop.name } : {}),
  });
  const behaviour = shop.behaviour ?? {};
  const sent: ShopRequest[] = [];
  return {
    baseUrl,
    sent,
    async send(request) {
      sent.push(request);
      behaviour.onRequest?.(shop.store, sent.length, { address: "127.0.0.1", method: request.method });
      const url = new URL(baseUrl + request.path);
      const fake: FakeRequest = {
        method: request.method,
        path: url.pathname,
        query: url.searchParams,
        headers: { host: url.host, ...request.headers },
        body: request.body ?? "",
        secure: url.protocol === "https:",
        origin: url.origin,
      };
      try {
        return { ok: true, answer: toShopAnswer(url.origin, handle(fake, shop.store, behaviour)) };
      } catch (error) {
        if (!(error instanceof ShopDied)) throw error;
        if (typeof error.by === "number")
          return { ok: true, answer: toShopAnswer(url.origin, makeFrontPage("nginx", error.by, request.method)) };
        return failed(error.by === "silence" ? "response_timed_out" : "connection_reset", error.by);
      }
    },
  };
}

function toShopAnswer(origin: string, answer: FakeAnswer): ShopAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of answer.headers) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return { origin, status: answer.status, headers, body: answer.body, clockSkewMs: 0 };
}

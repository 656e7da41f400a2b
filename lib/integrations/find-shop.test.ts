import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { findShop } from "@/lib/integrations/find-shop";
import type { FakePlatformName } from "@/lib/testing/fake-shops/platforms";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const outside = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(platform: FakePlatformName) {
  const shop = await startFakeShop({ platform });
  closers.push(() => shop.close());
  return shop;
}

/** A server that answers every path with what `answer` says. */
async function serve(answer: (url: string) => { status: number; location?: string; body?: string }) {
  const server = http.createServer((request, response) => {
    const { status, location, body = "" } = answer(request.url ?? "");
    response.writeHead(status, { "content-type": "text/html", ...(location ? { location } : {}) }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each(["woocommerce", "magento", "prestashop", "shopify"] as const)("%s answers at its own address", async (platform) => {
  const { url } = await open(platform);
  expect(await findShop(url, outside)).toMatchObject({ platform, baseUrl: url, by: "api" });
});

test.each(["/shop", "/product/tea-pot", "/de/shop/page/2"])(
  "the address of a page of the shop, %s, leads to its API above",
  async (path) => {
    const { url } = await open("woocommerce");
    expect(await findShop(url + path, outside)).toMatchObject({ platform: "woocommerce", baseUrl: url, by: "api" });
  },
);

test("a shop that sends on to another address of its site is found there, where a key will be asked for as well", async () => {
  const { url } = await open("woocommerce");
  const old = await serve((path) => ({ status: 301, location: url + path }));
  expect(await findShop(old, outside)).toMatchObject({ platform: "woocommerce", baseUrl: url, by: "api" });
  const page = await serve((path) => (path === "/" ? { status: 200, body: '<link href="/wp-content/a.css">' } : { status: 404 }));
  const before = await serve((path) => ({ status: 301, location: page + path }));
  expect(await findShop(before, outside)).toMatchObject({ platform: "woocommerce", baseUrl: page, by: "page" });
});

test("an API that refuses us is not looked for above, and WordPress without a shop above is not what was meant", async () => {
  const { url } = await open("woocommerce");
  const front = (status: number) =>
    serve((path) => (path.startsWith("/store/") ? { status, body: "<p>no</p>" } : { status: 301, location: url + path }));
  expect(await findShop(`${await front(403)}/store`, outside)).toBeNull();
  expect(await findShop(`${await front(404)}/store`, outside)).toMatchObject({ baseUrl: url });
  const blog = await serve((path) =>
    path.startsWith("/wp-json")
      ? { status: 200, body: JSON.stringify({ namespaces: ["wp/v2"], url: "https://blog.example" }) }
      : { status: 404, body: "<p>no</p>" },
  );
  expect(await findShop(`${blog}/store`, outside)).toBeNull();
  expect(await findShop(blog, outside), "asked for by itself it is told").toMatchObject({ platform: "woocommerce" });
});

test("nobody there is told after one question", async () => {
  const { url, close } = await startFakeShop({ platform: "woocommerce" });
  await close();
  expect(await findShop(`${url}/a/b`, outside)).toBeNull();
});

import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { detectShopSystem, type FoundShop } from "@/lib/integrations/connect/detect-shop-system";
import { answerNames } from "@/lib/testing/answer-names";
import type { FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const outside = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};
/** The detected shop, or what responded instead. */
async function find(url: string) {
  const detection = await detectShopSystem(url, outside);
  return detection.kind === "found" ? detection.shop : detection.miss;
}
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(shopSystem: FakeShopSystemName) {
  const shop = await startFakeShop({ shopSystem });
  closers.push(() => shop.close());
  return shop;
}

/** A server that responds to every path with the result of `answer`. */
async function serve(answer: (url: string, host: string) => { status: number; location?: string; body?: string; asks?: string }) {
  const server = http.createServer((request, response) => {
    const { status, location, body = "", asks } = answer(request.url ?? "", request.headers.host ?? "");
    const headers = { ...(location ? { location } : {}), ...(asks ? { "www-authenticate": asks } : {}) };
    response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each(["woocommerce", "magento", "prestashop", "shopify"] as const)("%s is found at its own URL", async (shopSystem) => {
  const { url } = await open(shopSystem);
  expect(await find(url)).toMatchObject({ shopSystem, baseUrl: url, by: "api" });
});

test.each(["/shop", "/product/tea-pot", "/de/shop/page/2"])(
  "the URL of a page of the shop, %s, leads to the API of the shop",
  async (path) => {
    const { url } = await open("woocommerce");
    expect(await find(url + path)).toMatchObject({ shopSystem: "woocommerce", baseUrl: url, by: "api" });
  },
);

test("a redirect to another host name of the shop is followed; a redirect elsewhere is reported with its target", async () => {
  answerNames(() => ["127.0.0.1"]);
  const { url } = await open("woocommerce");
  const { port } = new URL(url);
  const page = (path: string) => (path === "/" ? { status: 200, body: '<link href="/wp-content/a.css">' } : { status: 404 });
  const named: string = await serve((path, host) =>
    host.startsWith("www.") ? page(path) : { status: 301, location: `http://www.shop.example:${new URL(named).port}${path}` },
  );
  const at = `shop.example:${new URL(named).port}`;
  expect(await find(`http://${at}`)).toMatchObject({ shopSystem: "woocommerce", baseUrl: `http://www.${at}`, by: "page" });
  const moved = await serve((path) => ({ status: 301, location: `http://store.shop.example:${port}${path}` }));
  expect(await find(moved)).toMatchObject({ why: "moved", to: `http://store.shop.example:${port}` });
  vi.restoreAllMocks();
});

test.each(["file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "data:text/html,x"])(
  "a redirect to %s is a refused redirect",
  async (location) => {
    expect(await find(await serve(() => ({ status: 302, location })))).toEqual({ why: "not_allowed", status: 302, to: null });
  },
);

test("parent paths are not searched after a refusal, and WordPress without a shop in one is not taken for it", async () => {
  const front = (status: number) =>
    serve((path) => (path.startsWith("/store/") ? { status, body: "<p>no</p>" } : { status: 200, body: '{"namespaces":["wc/v3"]}' }));
  expect(await find(`${await front(403)}/store`)).toMatchObject({ why: "refused", status: 403 });
  const open404 = await front(404);
  expect(await find(`${open404}/store`)).toMatchObject({ baseUrl: open404 });
  const blog = await serve((path) =>
    path.startsWith("/wp-json")
      ? { status: 200, body: JSON.stringify({ namespaces: ["wp/v2"], url: "https://blog.example" }) }
      : { status: 404, body: "<p>no</p>" },
  );
  expect(await find(`${blog}/store`)).toMatchObject({ why: "no_shop" });
  expect(await find(blog), "entered directly it is reported").toMatchObject({ shopSystem: "woocommerce", by: "no_plugin" });
});

test("a closed port is reported after one request", async () => {
  const { url, close } = await startFakeShop({ shopSystem: "woocommerce" });
  await close();
  expect(await find(`${url}/a/b`)).toEqual({ why: "closed", status: null, to: null });
});

test("what answers in place of a shop is distinguished, so that each case has its own advice", async () => {
  const page = (status: number, body = "<p>no</p>") => serve(() => ({ status, body }));
  expect(await find(await serve(() => ({ status: 401, asks: 'Basic realm="Restricted"' })))).toMatchObject({
    why: "password",
    status: 401,
  });
  expect(await find(await page(403))).toMatchObject({ why: "refused", status: 403 });
  expect(await find(await page(429))).toMatchObject({ why: "limited" });
  expect(await find(await page(503, "<title>Briefly unavailable for scheduled maintenance</title>"))).toMatchObject({ why: "maintenance" });
  expect(await find(await page(500))).toMatchObject({ why: "broken", status: 500 });
  expect(await find(await page(200, "<h1>It works!</h1>"))).toMatchObject({ why: "no_shop", status: 200 });
  expect(await find(await page(404))).toMatchObject({ why: "no_shop", status: 404 });
  const moved = await serve((path) => ({ status: 301, location: `https://other.example${path}` }));
  expect(await find(`${moved}/store`)).toEqual({ why: "moved", status: 301, to: "https://other.example/store" });
  expect(await find(await serve((path) => ({ status: 302, location: path })))).toMatchObject({ why: "loop", to: null });
});

test("a disabled API and a shop in maintenance are reported as such", async () => {
  const shop = await startFakeShop({ shopSystem: "woocommerce", behaviour: { apiDisabled: true } });
  closers.push(() => shop.close());
  const by = async () => ((await find(shop.url)) as FoundShop).by;
  expect(await by()).toBe("no_plugin");
  shop.setBehaviour({ maintenance: true });
  expect(await by()).toBe("maintenance");
  shop.setBehaviour({ rewriting: "plain_permalinks" });
  expect(await by()).toBe("page");
});

test("a shop in a folder is found from a page deep inside it, and PrestaShop from the URL of its API", async () => {
  const { url } = await open("magento");
  const host = await serve((path) =>
    path.startsWith("/store/") ? { status: 301, location: url + path.slice("/store".length) } : { status: 404 },
  );
  // A proxy that serves the shop under the folder, like a shop installed in one.
  const inner = http.createServer(async (request, response) => {
    const path = request.url ?? "";
    if (!path.startsWith("/store/")) return response.writeHead(404).end();
    const answer = await fetch(url + path.slice("/store".length), { headers: { accept: "application/json" } });
    return response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(await answer.text());
  });
  inner.listen(0, "127.0.0.1");
  await once(inner, "listening");
  closers.push(() => inner.close());
  const folder = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`;
  expect(await find(`${folder}/store/en/checkout/cart`)).toMatchObject({ shopSystem: "magento", baseUrl: `${folder}/store` });
  expect(await find(`${host}/store`)).toMatchObject({ why: "moved" });
  const presta = await open("prestashop");
  expect(await find(`${presta.url}/api/orders`)).toMatchObject({ shopSystem: "prestashop", baseUrl: presta.url, by: "api" });
});

test("a home page that redirects to a language path is followed", async () => {
  const url = await serve((path) =>
    path === "/"
      ? { status: 302, location: "/en/" }
      : path === "/en/"
        ? { status: 200, body: '<link href="/wp-content/a.css">' }
        : { status: 404 },
  );
  expect(await find(url)).toMatchObject({ shopSystem: "woocommerce", baseUrl: url, by: "page" });
});

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { createShopClient } from "@/lib/connectors/http/client";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { answerNames } from "@/lib/testing/answer-names";
import { egress, policy, SCENE_KEYS } from "@/lib/testing/check-scene";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startFront } from "@/lib/testing/start-front";

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  answerNames(() => ["127.0.0.1"]);
});
afterEach(() => vi.restoreAllMocks());

/** A WooCommerce that answers only at `home` and redirects every other name there. */
async function withShopAt(home: string, work: (at: (name: string) => string, behind: string) => Promise<void>): Promise<void> {
  const shop = await startFakeShop({ shopSystem: "woocommerce", credentials: [SCENE_KEYS.woocommerce] });
  const front = await startFront(shop.url, (request, response) => {
    const { port } = new URL(front.url);
    if (request.headers.host === `${home}:${port}`) return false;
    response.writeHead(301, { location: `http://${home}:${port}${request.url}` }).end();
    return true;
  });
  try {
    await work((name) => `http://${name}:${new URL(front.url).port}`, shop.url);
  } finally {
    await front.close();
    await shop.close();
  }
}

const keys = SCENE_KEYS.woocommerce;
const invented = { consumerKey: `ck_${"0".repeat(40)}`, consumerSecret: `cs_${"0".repeat(40)}` };
const reachShop = (baseUrl: string) => {
  const client = createShopClient({ baseUrl, shopSystem: "woocommerce", egress: { addresses: ["127.0.0.2"], control: null }, policy });
  return woocommerce.preflight({ client, credentials: keys }).finally(() => client.close());
};

it("bare and www are one address: the check tries the key there, and the connector works", async () => {
  await withShopAt("www.shop.example", async (at) => {
    const url = at("shop.example");
    const result = await runCheck({ url, shopSystem: "woocommerce", egress, policy, credentials: keys });
    expect(result).toMatchObject({ verdict: "healthy", causes: [], untested: [], effectiveUrl: at("www.shop.example") });
    expect(result.probes.some(({ purpose, status }) => purpose === "read_orders" && status === 200)).toBe(true);
    expect(await reachShop(url)).toMatchObject({ ok: true });
    const refused = await runCheck({ url, shopSystem: "woocommerce", egress, policy, credentials: invented });
    expect(refused.causes.map(({ code }) => code)).toEqual(["credentials_rejected"]);
  });
});

it("another host of the domain is another address: the check names it, tries no key, and the connector agrees", async () => {
  await withShopAt("store.shop.example", async (at) => {
    const url = at("shop.example");
    const result = await runCheck({ url, shopSystem: "woocommerce", egress, policy, credentials: keys });
    expect(result).toMatchObject({ verdict: "blocked", untested: ["consumerKey", "consumerSecret"], effectiveUrl: url });
    expect(result.causes).toMatchObject([{ code: "redirected_to_other_host", details: { address: at("store.shop.example") } }]);
    expect(await reachShop(url)).toMatchObject({ ok: false, failure: { code: "redirected" } });
  });
});

import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { connectShop } from "@/lib/testing/connect-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import {
  compareIds,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

// A plugin makes single orders invalid.

const shops: SyncedShop[] = [];

afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function openShop(shopSystem: ShopSystem, behaviour: Behaviour): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(12), { shopSystem });
  shops.push(connected);
  connected.shop.setBehaviour(behaviour);
  return connected;
}

const quarantined = ({ scope, integrationId }: SyncedShop): Promise<string[]> =>
  inMerchant(scope.merchantId, async (tx) => {
    const rows = await tx.quarantinedOrder.findMany({ where: { integrationId, resolvedAt: null } });
    return rows.map(({ externalId, error }) => `${externalId} ${error}`);
  });

/** Incompressible text. */
const longText = (length: number): string =>
  Array.from({ length }, (_, index) => String.fromCharCode(0x4e00 + ((index * 7919) % 20_000))).join("");

describe.each(["woocommerce", "magento", "prestashop", "shopify"] as const)("a %s order", (shopSystem) => {
  const numberOf = { woocommerce: "number", magento: "increment_id", prestashop: "reference", shopify: "name" }[shopSystem];

  it("is quarantined, and the others imported, if its number is too long for an index", async () => {
    const connected = await openShop(shopSystem, { rewrites: { 1005: (record) => ({ ...record, [numberOf]: longText(3000) }) } });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 11, shopCount: 12, ourCount: 12 });
    expect(await quarantined(connected)).toEqual(["1005 number: wrong"]);
    connected.shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 12, ourCount: 12 });
  });

  it("is imported with replacement characters where PostgreSQL cannot store its text", async () => {
    const odd = "A\u0000B \ud800 \u{1F600} \u{20BB7}";
    const connected = await openShop(shopSystem, {
      rewrites: { 1005: (record) => ({ ...record, [numberOf]: odd, [`key\u0000`]: odd }) },
    });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 12, shopCount: 12, ourCount: 12 });
    expect((await storedOrders(connected)).find(({ externalId }) => externalId === "1005")?.number).toBe(
      "A\uFFFDB \uFFFD \u{1F600} \u{20BB7}",
    );
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 0 });
  });
});

describe("a WooCommerce order", () => {
  it.each([
    ["status", longText(3000)],
    ["total", "100000000000000"],
  ])("is quarantined, and the others imported, if its %s does not fit its column", async (field, value) => {
    const connected = await openShop("woocommerce", { rewrites: { 1005: (record) => ({ ...record, [field]: value }) } });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 11, shopCount: 12, ourCount: 12 });
    expect(await quarantined(connected)).toEqual([`1005 ${field}: wrong`]);
  });
});

describe("a PrestaShop order without a modification time", () => {
  const undated = (order: FakeOrder): FakeOrder => ({ ...order, modifiedAt: order.createdAt, isUndated: true });

  it("is imported and counted by the first run, and by every routine sync if it arrives later", async () => {
    const orders = recentOrders(12).map((order) => (order.id === 1005 ? undated(order) : order));
    const connected = await startSyncedShop(orders, { shopSystem: "prestashop" });
    shops.push(connected);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 12, shopCount: 12, ourCount: 12 });
    const [template] = orders;
    if (!template) throw new Error("no order");
    connected.shop.shop.addOrder(undated({ ...template, id: 2001, createdAt: connected.shop.shop.now() }));
    const run = await syncOnSchedule(connected);
    expect(run).toMatchObject({ status: "succeeded", created: 1 });
    expect(run.ourCount).toBe(run.shopCount);
    const { here, there } = await compareIds(connected);
    expect(here).toEqual(there);
  });

  it("is neither lost nor removed if its time disappears after it was imported", async () => {
    const connected = await startSyncedShop(recentOrders(12), { shopSystem: "prestashop" });
    shops.push(connected);
    await refreshNow(connected);
    Object.assign(connected.shop.shop.orders.get(1005) ?? {}, { isUndated: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 12, ourCount: 12 });
    expect(await storedOrders(connected)).toHaveLength(12);
  });
});

describe("a shop", () => {
  it("is imported even if PostgreSQL cannot store its version text", async () => {
    const credentials = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}` };
    const shop = await startFakeShop({
      shopSystem: "woocommerce",
      orders: recentOrders(3),
      credentials: [credentials],
      version: `10.6\u0000 \ud800${"9".repeat(5000)}`,
    });
    const connected = { ...(await connectShop({ baseUrl: shop.url, credentials })), shop };
    shops.push(connected);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 3 });
    const about = await inMerchant(connected.scope.merchantId, (tx) =>
      tx.integration.findFirstOrThrow({ where: { id: connected.integrationId }, select: { shopSystemVersion: true } }),
    );
    expect(about.shopSystemVersion).toMatch(/^10\.6 {2,3}9{50,}$/);
  });
});

describe("an error response", () => {
  it("with text that PostgreSQL cannot store ends the run like any other", async () => {
    const body = JSON.stringify({ code: "odd\u0000\ud800", message: "no", data: { status: 200 } });
    const connected = await openShop("woocommerce", { emptySuccess: { next: "all", body, contentType: "application/json" } });
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "invalid_response" });
    const credentials = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}` };
    const server = http.createServer((_request, response) => response.writeHead(400, { "Content-Type": "application/json" }).end(body));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const refused = await refreshNow(await connectShop({ baseUrl: `http://127.0.0.1:${port}`, credentials }));
    server.close();
    expect(refused).toMatchObject({ status: "failed", failure: "invalid_response" });
  });
});

describe("a Shopify order", () => {
  it("is quarantined, and the others imported, if it is null", async () => {
    const connected = await openShop("shopify", { rewrites: { 1005: () => null } });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 11 });
    expect(await quarantined(connected)).toHaveLength(1);
  });
});

import { describe, expect, test, vi } from "vitest";
import { createShopClient } from "@/lib/connectors/http/client";
import { connectorFor } from "@/lib/connectors/registry";
import type { OrderCursor, OrderPage, ShopClient, ShopFailure, ShopResult } from "@/lib/connectors/shop";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { hasWebhooks } from "@/lib/connectors/webhooks";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { COUNT, closeAfterTests, countOf, openShopClient, paginateShop, versionsOf, WINDOW } from "@/lib/testing/paginate-shop";
import { LOOPBACK, recentOrders, SHOP_KEYS_OF } from "@/lib/testing/sync-shop";

// Faults of a shop that every connector must survive, over the wire and on all four shop systems. The contract includes how an importer continues after
// a failure: it keeps its cursor and asks again.

vi.setConfig({ testTimeout: 120_000 });

describe.concurrent.each(SHOP_SYSTEMS)("a connector to %s", (shopSystem) => {
  test("registers webhooks if and only if deliveries of its shop system can be read", () => {
    expect(connectorFor(shopSystem).orderWebhooks !== null).toBe(hasWebhooks(shopSystem));
  });

  test("reads every order once, and the shop's own count of them", async () => {
    const { shop, client } = await openShopClient(shopSystem);
    const paginated = await paginateShop(shopSystem, client);
    expect(paginated.versions).toEqual(versionsOf(shop));
    expect(await countOf(shopSystem, client)).toMatchObject({ ok: true, value: COUNT });
    expect(shop.mostConnections()).toBe(1);
    // Magento answers 500 to a client that accepts only HTML.
    for (const { url, headers } of shop.requests) expect(headers["accept"], url).toBe("application/json");
  });

  test("reports a parcel of a deleted order without writing, which would break shops or land elsewhere", async () => {
    const { shop, client } = await openShopClient(shopSystem, recentOrders(3));
    const before = shop.shop.digest();
    const orderExternalId = shopSystem === "shopify" ? "gid://shopify/Order/999999999" : "999999999";
    const parcel = { id: "s-1", orderExternalId, carrier: "PostNL", trackingNumber: "3SABC1234567", trackingUrl: null };
    const told = await connectorFor(shopSystem).pushShipment({ client, credentials: SHOP_KEYS_OF[shopSystem] }, parcel);
    expect(told).toMatchObject({ ok: true, value: "order_missing" });
    expect(shop.shop.digest()).toEqual(before);
    const writes = shop.requests.filter(({ method, body }) => (shopSystem === "shopify" ? /\bmutation\b/.test(body) : method !== "GET"));
    expect(writes).toEqual([]);
  });

  test.each<[string, Behaviour, ShopFailure["code"][]]>([
    ["a burst of server errors", { serverErrors: { next: 3, status: 502 } }, ["server_error"]],
    ["a rate limit", { rateLimit: { next: 2, retryAfterSeconds: 7 } }, ["rate_limited"]],
    ["connections that drop in the middle of a body", { dropBody: { next: 4, afterBytes: 900 } }, ["connection_reset"]],
    // A 200 without a list, e.g. a maintenance page or a host that ran out of memory.
    ["an empty body with status 200", { emptySuccess: { next: 2, body: "" } }, ["invalid_response"]],
    [
      "a page of maintenance with status 200",
      { emptySuccess: { next: 2, body: "<html><title>Maintenance mode</title></html>" } },
      ["maintenance", "invalid_response"],
    ],
  ])("reports %s and resumes where it was", async (_name, behaviour, codes) => {
    const { shop, client } = await openShopClient(shopSystem, undefined, behaviour);
    const { failures, versions } = await paginateShop(shopSystem, client);
    expect(failures.length).toBeGreaterThan(0);
    for (const { code } of failures) expect(codes).toContain(code);
    if (behaviour.rateLimit) expect(failures[0]?.retryAfterSeconds).toBe(7);
    expect(versions).toEqual(versionsOf(shop));
  });

  test("predicts where the next page begins before it reads this one, and never wrongly", async () => {
    const { client } = await openShopClient(shopSystem);
    const connector = connectorFor(shopSystem);
    let [after, pages, prefetched]: [OrderCursor | null, number, number] = [null, 0, 0];
    do {
      let told: OrderCursor | null = null;
      let isRead = false;
      const answer: Promise<ShopResult<OrderPage>> = connector.listChangedOrders(
        { client, credentials: SHOP_KEYS_OF[shopSystem] },
        WINDOW,
        after,
        (next) => {
          expect([told, isRead]).toEqual([null, false]);
          told = next;
        },
      );
      const page = await answer;
      isRead = true;
      if (!page.ok) throw new Error(page.failure.detail);
      if (told) expect(page.value.next).toEqual(told);
      prefetched += told ? 1 : 0;
      pages += 1;
      after = page.value.next;
    } while (after);
    // Pages of PrestaShop and Shopify take more than one request each.
    expect(prefetched).toBe(shopSystem === "woocommerce" || shopSystem === "magento" ? pages - 1 : 0);
  });

  test("waits for a slow shop, and gives up on a silent one", async () => {
    const { shop, client } = await openShopClient(shopSystem, recentOrders(20), { delayMs: 400 }, 3_000);
    expect((await paginateShop(shopSystem, client)).versions).toEqual(versionsOf(shop));
    shop.setBehaviour({ delayMs: 5_000 });
    expect(await countOf(shopSystem, client)).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
  });

  test("loses nothing on pages that shrink and repeat records", async () => {
    const { shop, client } = await openShopClient(shopSystem, undefined, { shrinkPagesTo: 17, duplicatePages: true });
    expect((await paginateShop(shopSystem, client)).versions).toEqual(versionsOf(shop));
  });

  test("requests the page after a full one even if a cached count says that there is none", async () => {
    const { shop, client } = await openShopClient(shopSystem, recentOrders(COUNT), { countsAtMost: connectorFor(shopSystem).pageSize });
    expect((await paginateShop(shopSystem, client)).versions).toEqual(versionsOf(shop));
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    for (const { id } of shop.shop.listOrders()) shop.shop.editOrder(id).modifiedAt = at;
    expect((await paginateShop(shopSystem, client)).versions).toEqual(versionsOf(shop));
  });

  test("loses no order that changes or arrives during pagination", async () => {
    const orders = recentOrders(COUNT);
    const { shop, client } = await openShopClient(shopSystem, orders, {
      shrinkPagesTo: 40,
      onRequest(store, count) {
        if (count > 40) return;
        const ids = [...store.orders.keys()];
        const id = ids[(count * 37) % ids.length];
        if (count % 2 === 0 && id !== undefined) store.editOrder(id);
        const [template] = orders;
        if (count % 3 === 0 && template)
          store.addOrder({ ...template, id: store.nextOrderId(), createdAt: store.now(), modifiedAt: store.now() });
      },
    });
    const first = await paginateShop(shopSystem, client);
    shop.setBehaviour({});
    // Changes in the last second of a pass belong to the next pass.
    const second = await paginateShop(shopSystem, client);
    const [missing] = [...versionsOf(shop)].filter((version) => !second.versions.has(version));
    expect(missing).toBeUndefined();
    for (const id of shop.shop.orders.keys()) expect([...first.versions].some((version) => version.startsWith(`${id} `))).toBe(true);
  });

  test("loses nothing on such pages if more orders share a second than fit on one", async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    for (let count = 20; count <= 30; count += 1) {
      const crowd = recentOrders(count).map((order) => ({ ...order, createdAt: at, modifiedAt: at }));
      const { shop, client } = await openShopClient(shopSystem, crowd, { shrinkPagesTo: 6, duplicatePages: true });
      const { versions } = await paginateShop(shopSystem, client);
      expect(versions, `${count} orders`).toEqual(versionsOf(shop));
    }
  });

  test("detects that the shop's clock is off", async () => {
    const { client } = await openShopClient(shopSystem, recentOrders(5), { clockSkewMs: -3_600_000 });
    const { skewMs } = await paginateShop(shopSystem, client);
    expect(Math.abs((skewMs ?? 0) + 3_600_000)).toBeLessThan(5_000);
  });

  // Shopify's GraphQL API is typed: it cannot return a record of another shape.
  test.skipIf(shopSystem === "shopify")("quarantines invalid records, and only those", async () => {
    const { shop, client } = await openShopClient(shopSystem, recentOrders(30), {
      damagedOrders: { 1004: "text_total", 1009: "lines_not_a_list" },
    });
    const { versions, unreadable } = await paginateShop(shopSystem, client);
    expect([...unreadable].toSorted()).toEqual(["1004", "1009"]);
    expect(versions.size).toBe(shop.shop.listOrders().length - 2);
  });

  test("lists every status of its orders once, with counts where the shop system has them", async () => {
    const orders = recentOrders(COUNT).map((order, index) => (index < 3 ? { ...order, wooStatus: "packed" } : order));
    const { client } = await openShopClient(shopSystem, orders);
    const { statuses } = await paginateShop(shopSystem, client);
    const listed = await connectorFor(shopSystem).listStatuses({ client, credentials: SHOP_KEYS_OF[shopSystem] });
    if (!listed.ok) throw new Error(listed.failure.detail);
    const names = listed.value.map(({ status }) => status);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...new Set(statuses.values())]));
    for (const { status, orders: counted } of listed.value)
      if (counted !== null) expect([status, counted]).toEqual([status, [...statuses.values()].filter((own) => own === status).length]);
    expect(listed.value.some(({ orders: counted }) => counted !== null)).toBe(shopSystem === "woocommerce" || shopSystem === "magento");
  });

  test("pages through a second that holds more orders than a page", async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    const crowd = recentOrders(COUNT).map((order, index) => ({
      ...order,
      createdAt: at,
      modifiedAt: new Date(at.getTime() + (index < 215 ? 0 : 1000 * (index % 5))),
    }));
    const { shop, client } = await openShopClient(shopSystem, crowd);
    expect((await paginateShop(shopSystem, client)).versions).toEqual(versionsOf(shop));
  });

  test("pushes a parcel once, wherever an earlier attempt broke off", async () => {
    const connector = connectorFor(shopSystem);
    const keys = SHOP_KEYS_OF[shopSystem];
    for (let brokenAt = 1; brokenAt <= 12; brokenAt += 1) {
      const { shop, client } = await openShopClient(shopSystem, recentOrders(5));
      const [order] = shop.shop.listOrders();
      const id = order?.id ?? 0;
      shop.shop.setStatus(id, "processing");
      const parcel = { id: "s-1", orderExternalId: String(id), carrier: "DHL", trackingNumber: "JJD1000", trackingUrl: null };
      let sent = 0;
      // The write took effect, but its response was lost.
      const breaking: ShopClient = {
        baseUrl: client.baseUrl,
        async send(request) {
          sent += 1;
          const answer = await client.send(request);
          if (sent !== brokenAt) return answer;
          return { ok: false, failure: { code: "connection_reset", status: null, retryAfterSeconds: null, detail: "" } };
        },
      };
      await connector.pushShipment({ client: breaking, credentials: keys }, parcel);
      expect(await connector.pushShipment({ client, credentials: keys }, parcel), `broken at ${brokenAt}`).toMatchObject({ ok: true });
      expect(await connector.pushShipment({ client, credentials: keys }, parcel)).toMatchObject({ ok: true, value: "already_there" });
      const told = shop.shop.orders.get(id);
      const places = [
        ...(told?.tracks ?? []).map((track) => track.number),
        ...(told?.notes ?? []).filter(({ forCustomer }) => forCustomer).map(({ text }) => text),
      ];
      expect(
        places.filter((text) => text.includes("JJD1000")),
        `broken at ${brokenAt}`,
      ).toHaveLength(1);
      expect(told?.status).toBe("completed");
    }
  });
});

test.concurrent("PrestaShop's times are read in the shop's time zone, also after it changed", async () => {
  const keys = { apiKey: SHOP_KEYS_OF.prestashop["key"] ?? "" };
  for (const timeZone of ["Europe/Paris", "America/New_York", "Asia/Kolkata"]) {
    const orders = recentOrders(12, 7, timeZone);
    const shop = await startFakeShop({ shopSystem: "prestashop", orders, credentials: [keys], timeZone });
    const client = createShopClient({ baseUrl: shop.url, shopSystem: "prestashop", ...LOOPBACK });
    closeAfterTests({ shop, client });
    expect((await paginateShop("prestashop", client)).versions).toEqual(versionsOf(shop));
  }
});

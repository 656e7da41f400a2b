import { afterEach, describe, expect, test, vi } from "vitest";
import { createShopClient } from "@/lib/shops/client";
import { isNameless } from "@/lib/shops/order-fields";
import { PLATFORMS, type Platform } from "@/lib/shops/platforms";
import { connectorFor } from "@/lib/shops/registry";
import type { OrderCursor, OrderPage, ShopClient, ShopFailure, ShopResult } from "@/lib/shops/shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { LOOPBACK, recentOrders, SHOP_KEYS_OF, startBareShop } from "@/lib/testing/sync-shop";

// What every connector must bear of a shop, over the wire: the same knobs turned on all four platforms. How an importer goes on after a
// failure is part of the contract: it keeps its cursor and asks again.

vi.setConfig({ testTimeout: 120_000 });

const WINDOW = { from: null, to: new Date(Date.now() + 86_400_000) };
const COUNT = 250;
/** Ends of a shop in the middle of an answer that one single order can be behind. */
const DEATHS = [502, 503, 504, "reset", "silence"] as const;
/** Where silence is what is tested. */
const SHORT_PATIENCE_MS = 1_000;
const open: { shop: FakeShop; client: ReturnType<typeof createShopClient> }[] = [];

afterEach(async () => {
  for (const { shop, client } of open.splice(0)) {
    await client.close();
    await shop.close();
  }
});

/** What is not answered in this time is silence. */
const PATIENCE_MS = 3_000;

async function start(
  platform: Platform,
  orders: readonly FakeOrder[] = recentOrders(COUNT),
  behaviour: Behaviour = {},
  patienceMs = PATIENCE_MS,
) {
  const shop = await startBareShop(orders, platform);
  shop.setBehaviour(behaviour);
  const client = createShopClient({
    ...{ baseUrl: shop.url, platform, egress: LOOPBACK.egress, policy: LOOPBACK.policy },
    timeouts: { headersMs: patienceMs, bodyMs: patienceMs, totalMs: 20_000 },
  });
  open.push({ shop, client });
  return { shop, client };
}

interface Walked {
  /** Newest version of each order that was handed out, as `id time`. */
  versions: Set<string>;
  unreadable: Set<string>;
  /** When those were last changed, where that is known. */
  asideAt: Map<string, Date | null>;
  /** The status of each order, by id. */
  statuses: Map<string, string>;
  failures: ShopFailure[];
  skewMs: number | null;
}

/** Walks to the end like an importer: a failure is noted and the same page asked for again, a hundred times at most. */
async function walk(platform: Platform, client: ShopClient): Promise<Walked> {
  const connector = connectorFor(platform);
  const found: Walked = { versions: new Set(), unreadable: new Set(), asideAt: new Map(), statuses: new Map(), failures: [], skewMs: null };
  const newest = new Map<string, Date>();
  let after: OrderCursor | null = null;
  for (let isLast = false; !isLast; ) {
    const page: ShopResult<OrderPage> = await connector.listChangedOrders(client, SHOP_KEYS_OF[platform], WINDOW, after);
    if (!page.ok) {
      found.failures.push(page.failure);
      if (found.failures.length > 100) throw new Error(JSON.stringify(page.failure));
      continue;
    }
    expect(page.value.orders.length).toBeLessThanOrEqual(connector.pageSize);
    for (const order of page.value.orders) {
      newest.set(order.externalId, order.modifiedAt);
      found.statuses.set(order.externalId, order.status);
    }
    for (const { externalId, modifiedAt } of page.value.unreadable) {
      found.unreadable.add(externalId);
      found.asideAt.set(externalId, modifiedAt);
    }
    found.skewMs = page.clockSkewMs;
    after = page.value.next;
    isLast = after === null;
  }
  for (const [id, at] of newest) found.versions.add(`${id} ${at.toISOString()}`);
  return found;
}

const versionsOf = (shop: FakeShop): Set<string> =>
  new Set(shop.shop.listOrders().map((order) => `${order.id} ${order.modifiedAt.toISOString()}`));

const countOf = (platform: Platform, client: ShopClient) => connectorFor(platform).countOrders(client, SHOP_KEYS_OF[platform], WINDOW);

describe.each(PLATFORMS)("a connector to %s", (platform) => {
  test("gets every order once and the shop's own count of them", async () => {
    const { shop, client } = await start(platform);
    const walked = await walk(platform, client);
    expect(walked.versions).toEqual(versionsOf(shop));
    expect(await countOf(platform, client)).toMatchObject({ ok: true, value: COUNT });
    expect(shop.mostConnections()).toBe(1);
    // Magento answers 500 to whoever takes HTML alone.
    for (const { url, headers } of shop.requests) expect(headers["accept"], url).toBe("application/json");
  });

  test("tells a parcel of an order that is gone by reading alone: writing to it breaks shops down, or writes elsewhere", async () => {
    const { shop, client } = await start(platform, recentOrders(3));
    const before = shop.shop.digest();
    const orderExternalId = platform === "shopify" ? "gid://shopify/Order/999999999" : "999999999";
    const parcel = { id: "s-1", orderExternalId, carrier: "PostNL", trackingNumber: "3SABC1234567", trackingUrl: null };
    const told = await connectorFor(platform).pushShipment(client, SHOP_KEYS_OF[platform], parcel);
    expect(told).toMatchObject({ ok: true, value: "order_missing" });
    expect(shop.shop.digest()).toEqual(before);
    const writes = shop.requests.filter(({ method, body }) => (platform === "shopify" ? /\bmutation\b/.test(body) : method !== "GET"));
    expect(writes).toEqual([]);
  });

  test.each<[string, Behaviour, ShopFailure["code"][]]>([
    ["a burst of server errors", { serverErrors: { next: 3, status: 502 } }, ["server_error"]],
    ["a rate limit", { rateLimit: { next: 2, retryAfterSeconds: 7 } }, ["rate_limited"]],
    ["connections that drop in the middle of a body", { dropBody: { next: 4, afterBytes: 900 } }, ["connection_reset"]],
    // An empty page with status 200 is no list: of a page of maintenance, of a host that ran out of memory.
    ["an empty body with status 200", { emptySuccess: { next: 2, body: "" } }, ["invalid_response"]],
    [
      "a page of maintenance with status 200",
      { emptySuccess: { next: 2, body: "<html><title>Maintenance mode</title></html>" } },
      ["maintenance", "invalid_response"],
    ],
  ])("tells %s and goes on where it was", async (_name, behaviour, codes) => {
    const { shop, client } = await start(platform, undefined, behaviour);
    const { failures, versions } = await walk(platform, client);
    expect(failures.length).toBeGreaterThan(0);
    for (const { code } of failures) expect(codes).toContain(code);
    if (behaviour.rateLimit) expect(failures[0]?.retryAfterSeconds).toBe(7);
    expect(versions).toEqual(versionsOf(shop));
  });

  test("says where the next page begins before it reads this one, and never elsewhere than the page does", async () => {
    const { client } = await start(platform);
    const connector = connectorFor(platform);
    let [after, pages, foreseen]: [OrderCursor | null, number, number] = [null, 0, 0];
    do {
      let told: OrderCursor | null = null;
      let isRead = false;
      const answer: Promise<ShopResult<OrderPage>> = connector.listChangedOrders(client, SHOP_KEYS_OF[platform], WINDOW, after, (next) => {
        expect([told, isRead]).toEqual([null, false]);
        told = next;
      });
      const page = await answer;
      isRead = true;
      if (!page.ok) throw new Error(page.failure.detail);
      if (told) expect(page.value.next).toEqual(told);
      foreseen += told ? 1 : 0;
      pages += 1;
      after = page.value.next;
    } while (after);
    // PrestaShop's and Shopify's pages need more than one request each.
    expect(foreseen).toBe(platform === "woocommerce" || platform === "magento" ? pages - 1 : 0);
  });

  test("waits for a slow shop, and gives up on one that says nothing", async () => {
    const { shop, client } = await start(platform, recentOrders(20), { delayMs: 400 });
    expect((await walk(platform, client)).versions).toEqual(versionsOf(shop));
    shop.setBehaviour({ delayMs: 5_000 });
    expect(await countOf(platform, client)).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
  });

  test("loses nothing on pages that shrink and repeat records", async () => {
    const { shop, client } = await start(platform, undefined, { shrinkPagesTo: 17, duplicatePages: true });
    expect((await walk(platform, client)).versions).toEqual(versionsOf(shop));
  });

  test("asks on behind a full page though the shop's count, a kept one, says that there are no more", async () => {
    const { shop, client } = await start(platform, recentOrders(COUNT), { countsAtMost: connectorFor(platform).pageSize });
    expect((await walk(platform, client)).versions).toEqual(versionsOf(shop));
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    for (const { id } of shop.shop.listOrders()) shop.shop.editOrder(id).modifiedAt = at;
    expect((await walk(platform, client)).versions).toEqual(versionsOf(shop));
  });

  test("loses no order that changes or comes while it walks", async () => {
    const orders = recentOrders(COUNT);
    const { shop, client } = await start(platform, orders, {
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
    const first = await walk(platform, client);
    shop.setBehaviour({});
    // What changed in the very last second of a walk belongs to the next one.
    const second = await walk(platform, client);
    const [missing] = [...versionsOf(shop)].filter((version) => !second.versions.has(version));
    expect(missing).toBeUndefined();
    for (const id of shop.shop.orders.keys()) expect([...first.versions].some((version) => version.startsWith(`${id} `))).toBe(true);
  });

  test("loses nothing on such pages in a second that holds more orders than one of them", async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    for (let count = 20; count <= 30; count += 1) {
      const crowd = recentOrders(count).map((order) => ({ ...order, createdAt: at, modifiedAt: at }));
      const { shop, client } = await start(platform, crowd, { shrinkPagesTo: 6, duplicatePages: true });
      const { versions } = await walk(platform, client);
      expect(versions, `${count} orders`).toEqual(versionsOf(shop));
    }
  });

  test("sees that the shop's clock is off", async () => {
    const { client } = await start(platform, recentOrders(5), { clockSkewMs: -3_600_000 });
    const { skewMs } = await walk(platform, client);
    expect(Math.abs((skewMs ?? 0) + 3_600_000)).toBeLessThan(5_000);
  });

  // Shopify's graph is typed: a record of another shape cannot come through it.
  test.skipIf(platform === "shopify")("sets aside what does not fit, and only that", async () => {
    const { shop, client } = await start(platform, recentOrders(30), { damagedOrders: { 1004: "text_total", 1009: "lines_not_a_list" } });
    const { versions, unreadable } = await walk(platform, client);
    expect([...unreadable].toSorted()).toEqual(["1004", "1009"]);
    expect(versions.size).toBe(shop.shop.listOrders().length - 2);
  });

  // A plugin that fails on an order makes every list fail that holds it. Shopify's shops run no code of merchants.
  describe.skipIf(platform === "shopify")("of which a plugin fails on single orders", () => {
    const setAside = async (orders: readonly FakeOrder[], behaviour: Behaviour & { breaksOn: readonly number[] }, patienceMs?: number) => {
      const { shop, client } = await start(platform, orders, behaviour, patienceMs);
      const walked = await walk(platform, client);
      expect(walked.failures).toEqual([]);
      const others = [...versionsOf(shop)].filter((version) => !behaviour.breaksOn.includes(Number(version.split(" ")[0])));
      expect(walked.versions).toEqual(new Set(others));
      return { shop, client, walked };
    };
    const idsOf = ({ unreadable }: Walked): number[] => [...unreadable].map(Number).toSorted((a, b) => a - b);

    test("sets them aside under their ids, all others flow, and brings them when the plugin is mended", async () => {
      const breaksOn = [1001, 1060, 1061, 1140, 1250];
      const { shop, client, walked } = await setAside(recentOrders(COUNT), { breaksOn });
      expect(idsOf(walked)).toEqual(breaksOn);
      for (const order of shop.shop.listOrders().filter(({ id }) => breaksOn.includes(id)))
        expect(walked.asideAt.get(String(order.id))).toEqual(order.modifiedAt);
      expect(await countOf(platform, client)).toMatchObject({ ok: true, value: COUNT });
      const connector = connectorFor(platform);
      expect(await connector.preflight(client, SHOP_KEYS_OF[platform])).toMatchObject({ ok: true });
      expect(await connector.fetchOrder(client, SHOP_KEYS_OF[platform], "1060")).toMatchObject({ ok: false });
      shop.setBehaviour({});
      expect(await connector.fetchOrder(client, SHOP_KEYS_OF[platform], "1060")).toMatchObject({
        ok: true,
        value: { number: expect.any(String) },
      });
    });

    test("finds them in a second that holds more orders than a page", async () => {
      const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
      const crowd = recentOrders(COUNT).map((order) => ({ ...order, createdAt: at, modifiedAt: at }));
      const { walked } = await setAside(crowd, { breaksOn: [1001, 1130, 1131, 1250] });
      expect(idsOf(walked)).toEqual([1001, 1130, 1131, 1250]);
    });

    test("sets a whole stretch of them aside, as the plugin of an old carrier leaves behind", async () => {
      const breaksOn = Array.from({ length: 24 }, (_, index) => 1020 + index);
      const { walked } = await setAside(recentOrders(80), { breaksOn });
      expect(idsOf(walked)).toEqual(breaksOn);
    });

    test("names them as far as it can where the plugin fails on single fields, too, and loses none of the others", async () => {
      const { walked } = await setAside(recentOrders(80), { breaksOn: [1010, 1041], breaksOnFields: true });
      if (platform === "woocommerce") expect([...walked.unreadable].every((id) => isNameless(id))).toBe(true);
      else expect(idsOf(walked)).toEqual([1010, 1041]);
      expect(walked.unreadable.size).toBeGreaterThan(1);
    });

    test.each(DEATHS)("sets them aside where it ends in %s, too", async (breaksBy) => {
      // Silence is waited for, most of all where Magento's order is sought by halves.
      const breaksOn = breaksBy === "silence" ? [1030] : [1008, 1030];
      const { shop, walked } = await setAside(recentOrders(40), { breaksOn, breaksBy }, SHORT_PATIENCE_MS);
      expect(idsOf(walked)).toEqual(breaksOn);
      for (const id of breaksOn) expect(walked.asideAt.get(`${id}`)).toEqual(shop.shop.orders.get(id)?.modifiedAt);
    });

    test.each(DEATHS.filter((death) => death !== "silence"))(
      "sets the only order of a list aside, and counts it, where it ends in %s",
      async (breaksBy) => {
        const { client, walked } = await setAside(recentOrders(2), { breaksOn: [1002], breaksBy });
        expect(idsOf(walked)).toEqual([1002]);
        expect(await countOf(platform, client)).toMatchObject({ ok: true, value: 2 });
      },
    );

    test("tells whoever waits that it works though it falls silent on one order, and in time that it is silent altogether", async () => {
      const { shop, client } = await start(platform, recentOrders(20));
      const preflight = () => client.within(1_500, () => connectorFor(platform).preflight(client, SHOP_KEYS_OF[platform]));
      for (const id of [1001, 1020]) {
        shop.setBehaviour({ breaksOn: [id], breaksOnFields: true, breaksBy: "silence" });
        expect(await preflight(), `silent on ${id}`).toMatchObject({ ok: true });
      }
      shop.setBehaviour({ delayMs: 20_000 });
      const since = performance.now();
      expect(await preflight()).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
      expect(performance.now() - since).toBeLessThan(2_500);
    });

    test.each(DEATHS)("is asked once more and no more where it is down altogether: %s", async (how) => {
      const { shop, client } = await start(platform, recentOrders(COUNT), {}, SHORT_PATIENCE_MS);
      const list = () => connectorFor(platform).listChangedOrders(client, SHOP_KEYS_OF[platform], WINDOW, null);
      // What is asked once for each client, such as the zone of the shop.
      expect(await list()).toMatchObject({ ok: true });
      const before = shop.requests.length;
      const downs: Record<(typeof DEATHS)[number], Behaviour> = {
        ...{ 502: { serverErrors: { next: "all", status: 502 } }, 503: { serverErrors: { next: "all", status: 503 } } },
        ...{ 504: { serverErrors: { next: "all", status: 504 } }, reset: { dropBody: { next: "all", afterBytes: 0 } } },
        silence: { delayMs: 20_000 },
      };
      shop.setBehaviour(downs[how]);
      expect(await list()).toMatchObject({ ok: false });
      // A closed connection may have been an old one: both questions are then asked anew.
      expect(shop.requests.length - before).toBeLessThanOrEqual(how === "reset" ? 4 : 2);
    });

    test.each<[string, Behaviour]>([
      ["for every order", { breaksOn: recentOrders(COUNT).map(({ id }) => id) }],
      ["for every request", { serverErrors: { next: "all", status: 500 } }],
    ])("sets nothing aside in a shop that is broken %s, and soon gives up", async (_name, behaviour) => {
      const { shop, client } = await start(platform, recentOrders(COUNT), behaviour);
      const listed = await connectorFor(platform).listChangedOrders(client, SHOP_KEYS_OF[platform], WINDOW, null);
      expect(listed).toMatchObject({ ok: false, failure: { code: "server_error", status: 500 } });
      expect(shop.requests.length).toBeLessThan(16);
    });

    test.each([500, 502, 504] as const)("takes a burst of errors for no order's fault: %i", async (status) => {
      for (let next = 1; next <= 16; next += 1) {
        const { shop, client } = await start(platform, recentOrders(30), { serverErrors: { next, status } });
        const { unreadable, versions } = await walk(platform, client);
        expect([...unreadable], `${next} errors`).toEqual([]);
        expect(versions).toEqual(versionsOf(shop));
      }
    });

    test("loses no order that changes while they are read one by one", async () => {
      const { shop, client } = await start(platform, recentOrders(60), {
        breaksOn: [1003, 1020],
        breaksOnFields: true,
        onRequest(store, count) {
          const ids = [...store.orders.keys()].filter((id) => id !== 1003 && id !== 1020);
          const id = ids[(count * 7) % ids.length];
          if (count <= 60 && id !== undefined) store.editOrder(id);
        },
      });
      await walk(platform, client);
      const second = await walk(platform, client);
      const missing = [...versionsOf(shop)].filter((version) => !second.versions.has(version) && !/^(1003|1020) /.test(version));
      expect(missing).toEqual([]);
    });
  });

  test("names every status that its orders have, each once, and counts them where the shop system does", async () => {
    const orders = recentOrders(COUNT).map((order, index) => (index < 3 ? { ...order, wooStatus: "packed" } : order));
    const { client } = await start(platform, orders);
    const { statuses } = await walk(platform, client);
    const listed = await connectorFor(platform).listStatuses(client, SHOP_KEYS_OF[platform]);
    if (!listed.ok) throw new Error(listed.failure.detail);
    const names = listed.value.map(({ status }) => status);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...new Set(statuses.values())]));
    for (const { status, orders: counted } of listed.value)
      if (counted !== null) expect([status, counted]).toEqual([status, [...statuses.values()].filter((own) => own === status).length]);
    expect(listed.value.some(({ orders: counted }) => counted !== null)).toBe(platform === "woocommerce" || platform === "magento");
  });

  test("walks through a second that holds more orders than a page", async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    const crowd = recentOrders(COUNT).map((order, index) => ({
      ...order,
      createdAt: at,
      modifiedAt: new Date(at.getTime() + (index < 215 ? 0 : 1000 * (index % 5))),
    }));
    const { shop, client } = await start(platform, crowd);
    expect((await walk(platform, client)).versions).toEqual(versionsOf(shop));
  });

  test("tells of a parcel once, wherever an earlier try broke off", async () => {
    const connector = connectorFor(platform);
    const keys = SHOP_KEYS_OF[platform];
    for (let brokenAt = 1; brokenAt <= 12; brokenAt += 1) {
      const { shop, client } = await start(platform, recentOrders(5));
      const [order] = shop.shop.listOrders();
      const id = order?.id ?? 0;
      shop.shop.setStatus(id, "processing");
      const parcel = { id: "s-1", orderExternalId: String(id), carrier: "DHL", trackingNumber: "JJD1000", trackingUrl: null };
      let sent = 0;
      // The shop did its work; nobody ever heard of it.
      const breaking: ShopClient = {
        baseUrl: client.baseUrl,
        async send(request) {
          sent += 1;
          const answer = await client.send(request);
          if (sent !== brokenAt) return answer;
          return { ok: false, failure: { code: "connection_reset", status: null, retryAfterSeconds: null, detail: "" } };
        },
      };
      await connector.pushShipment(breaking, keys, parcel);
      expect(await connector.pushShipment(client, keys, parcel), `broken at ${brokenAt}`).toMatchObject({ ok: true });
      expect(await connector.pushShipment(client, keys, parcel)).toMatchObject({ ok: true, value: "already_there" });
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

test("PrestaShop's times are read by the zone that the shop is in, also after it moved", async () => {
  const orders = recentOrders(12);
  const keys = { apiKey: SHOP_KEYS_OF.prestashop["key"] ?? "" };
  for (const timeZone of ["Europe/Paris", "America/New_York", "Asia/Kolkata"]) {
    const shop = await startFakeShop({ platform: "prestashop", orders, credentials: [keys], timeZone });
    const client = createShopClient({ baseUrl: shop.url, platform: "prestashop", ...LOOPBACK });
    open.push({ shop, client });
    expect((await walk("prestashop", client)).versions).toEqual(versionsOf(shop));
  }
});

import tls from "node:tls";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ClosableShopClient, createShopClient } from "@/lib/connectors/http/client";
import type { OrderWindow, Shipment, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { readWooOrder } from "@/lib/connectors/woocommerce/read-order";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour, TrackingPlace } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { findLost, paginateOrders } from "@/lib/testing/paginate-orders";
import { readRecordedJson, recordingsAreThere } from "@/lib/testing/recordings/read-recordings";

// Real sockets and timeouts: a busy machine must not exceed the test's timeout first.
vi.setConfig({ testTimeout: 30_000 });

const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const window: OrderWindow = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 130, from: window.from ?? new Date(0), to: window.to, seed: 3 });
const authority = await makeCertificateAuthority({ name: "Test" });
const certificate = await authority.issue(["127.0.0.1"]);
tls.setDefaultCACertificates([...tls.getCACertificates(), authority.rootPem]);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(scheme: "http" | "https", behaviour: Behaviour = {}): Promise<{ shop: FakeShop; client: ClosableShopClient }> {
  const shop = await startFakeShop({
    shopSystem: "woocommerce",
    orders,
    credentials: [key, { consumerKey: "ck_read", consumerSecret: "cs_read", permissions: "read" }],
    behaviour,
    ...(scheme === "https" ? { tls: certificate } : {}),
  });
  const client = createShopClient({
    baseUrl: shop.url,
    shopSystem: "woocommerce",
    egress: { addresses: ["127.0.0.2"], control: null },
    policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
    timeouts: { headersMs: 1_000, bodyMs: 1_000, totalMs: 3_000 },
  });
  closers.push(client.close, shop.close);
  return { shop, client };
}

const codeOf = (result: ShopResult<unknown>): string => (result.ok ? "ok" : result.failure.code);
const withKey = <Client>(client: Client) => ({ client, credentials: key });
const list = (client: ClosableShopClient, credentials = key) => woocommerce.listChangedOrders({ client, credentials }, window, null);

describe.each(["https", "http"] as const)("over %s", (scheme) => {
  test("describes, counts, lists page by page and fetches one", async () => {
    const { client, shop } = await open(scheme);
    expect(await woocommerce.describe(withKey(client))).toMatchObject({
      ok: true,
      value: { name: "Test shop", version: "10.6.2", timeZone: "Europe/Amsterdam", currency: "EUR" },
    });
    expect(await woocommerce.countOrders(withKey(client), window)).toMatchObject({ ok: true, value: 130 });
    const first = await list(client);
    expect(first).toMatchObject({ ok: true, value: { windowTotal: 130 } });
    const next = first.ok ? first.value.next : null;
    const second = await woocommerce.listChangedOrders(withKey(client), window, next);
    expect(second).toMatchObject({ ok: true, value: { windowTotal: null, next: null } });
    const ids = [first, second].flatMap((page) => (page.ok ? page.value.orders.map((order) => order.externalId) : []));
    expect(new Set(ids)).toEqual(new Set(orders.map(({ id }) => String(id))));
    expect(shop.connectionCount()).toBe(1);
    expect(await woocommerce.fetchOrder(withKey(client), "1001")).toMatchObject({
      ok: true,
      value: { externalId: "1001", currency: "EUR" },
    });
    expect(await woocommerce.fetchOrder(withKey(client), "999999999")).toMatchObject({ ok: true, value: null });
  });

  test("distinguishes a wrong secret and a key without write permission from everything else", async () => {
    const { client } = await open(scheme);
    expect(codeOf(await list(client, { ...key, consumerSecret: "cs_wrong" }))).toBe("credentials_rejected");
    expect(codeOf(await list(client, { consumerKey: "ck_none", consumerSecret: "cs_none" }))).toBe("credentials_rejected");
    const reader = { consumerKey: "ck_read", consumerSecret: "cs_read" };
    expect(codeOf(await list(client, reader))).toBe("ok");
    expect(codeOf(await woocommerce.pushShipment({ client, credentials: reader }, shipmentOf("1001")))).toBe("credentials_insufficient");
  });
});

test.each<[string, Behaviour, string]>([
  ["maintenance", { maintenance: true }, "maintenance"],
  ["too many requests", { rateLimit: { next: "all", retryAfterSeconds: 30 } }, "rate_limited"],
  ["a broken server", { serverErrors: { next: "all", status: 500 } }, "server_error"],
  ["a gateway without its backend", { serverErrors: { next: "all", status: 502 } }, "server_error"],
  ["our User-Agent blocked", { blockedUserAgents: { texts: ["sendcloud"] } }, "blocked"],
  ["WooCommerce switched off", { apiDisabled: true }, "api_not_found"],
  ["lost rewrite rules", { rewriting: "missing_apache" }, "api_not_found"],
  ["plain permalinks", { rewriting: "plain_permalinks" }, "api_not_found"],
  ["the Authorization header stripped", { stripAuthorization: true }, "credentials_rejected"],
  ["an HTML page with status 200", { emptySuccess: { next: "all", body: "<html>Hello</html>" } }, "invalid_response"],
  ["a maintenance page with status 200", { emptySuccess: { next: "all", body: "<html>We are under maintenance</html>" } }, "maintenance"],
  [
    "an empty list that is not WordPress's",
    { emptySuccess: { next: "all", body: "[]", contentType: "application/json" } },
    "invalid_response",
  ],
  ["a body cut in the middle", { dropBody: { next: "all", afterBytes: 500 } }, "connection_reset"],
  ["a cache that gives one list for every page", { cachedAnswers: "by_path" }, "invalid_response"],
  ["a shop that never answers", { delayMs: 8_000 }, "response_timed_out"],
])("%s is reported as %s", async (_name, behaviour, code) => {
  const { client } = await open("https", behaviour);
  if (behaviour.cachedAnswers) await list(client);
  const listed = await list(client);
  expect(codeOf(listed)).toBe(code);
  if (code === "rate_limited") expect(listed).toMatchObject({ failure: { retryAfterSeconds: 30, status: 429 } });
  if (code === "maintenance" && behaviour.maintenance) expect(listed).toMatchObject({ failure: { retryAfterSeconds: 600, status: 503 } });
  expect(JSON.stringify(listed)).not.toContain("cs_test");
});

test("a byte order mark or a PHP notice in front of the JSON does not stop the import", async () => {
  for (const bodyPrefix of ["\uFEFF", "<br />\n<b>Notice</b>:  Undefined index in [x] on line <b>3</b><br />\n"]) {
    const { client } = await open("https", { bodyPrefix });
    const page = await list(client);
    expect(page.ok && page.value.orders.length).toBeGreaterThan(90);
  }
});

test("requests to a shop whose clock is 40 minutes off are signed with the shop's time", async () => {
  const { client } = await open("http", { clockSkewMs: 40 * 60_000 });
  expect(codeOf(await list(client))).toBe("ok");
});

test("over plain http the signature uses WordPress's own address, even if the shop is reached by another one", async () => {
  const store = new FakeStore(orders);
  const direct = directShopClient({ shopSystem: "woocommerce", store, key, baseUrl: "http://www.shop.example" });
  const client: ShopClient = { baseUrl: "http://shop.example", send: direct.send };
  const page = () => woocommerce.listChangedOrders(withKey(client), window, null);
  expect(codeOf(await page())).toBe("ok");
  const before = direct.sent.length;
  expect(codeOf(await page())).toBe("ok");
  expect(direct.sent.slice(before).filter(({ path }) => path.includes("_fields=home"))).toEqual([]);
  const outsider = await woocommerce.listChangedOrders({ client, credentials: { ...key, consumerSecret: "cs_wrong" } }, window, null);
  expect(codeOf(outsider)).toBe("credentials_rejected");
});

test("over plain http a signed URL replaces a stripped Authorization header, and never contains the secret", async () => {
  const { client, shop } = await open("http", { stripAuthorization: true });
  expect(codeOf(await list(client))).toBe("ok");
  expect(codeOf(await list(client))).toBe("ok");
  // Two lists, each with its count of carts, and one attempt with the header before them.
  expect(shop.requests).toHaveLength(5);
  expect(JSON.stringify(shop.requests)).not.toContain("cs_test");
});

test("a shop that breaks down on a full page is asked for smaller ones", async () => {
  const store = new FakeStore(orders);
  const direct = directShopClient({ shopSystem: "woocommerce", store, key });
  const weak = {
    baseUrl: direct.baseUrl,
    async send(request: Parameters<typeof direct.send>[0]) {
      const size = Number(new URL(direct.baseUrl + request.path).searchParams.get("per_page") ?? 0);
      if (size <= 30) return direct.send(request);
      return {
        ok: true as const,
        answer: { origin: direct.baseUrl, status: 500, headers: { "content-type": "text/html" }, body: "<html>", clockSkewMs: 0 },
      };
    },
  };
  const paginated = await paginateOrders((...args) => woocommerce.listChangedOrders(withKey(args[0]), args[1], args[2]), weak, window);
  expect(findLost(store, [paginated])).toEqual([]);
});

test("invalid records are quarantined under their own id, the others are imported", async () => {
  const { client } = await open("https", {
    damagedOrders: { 1002: "text_total", 1003: "no_dates", 1004: "lines_not_a_list", 1005: "not_an_object" },
  });
  const page = await list(client);
  if (!page.ok) throw new Error(page.failure.detail);
  expect(page.value.orders.length + page.value.unreadable.length).toBeGreaterThan(95);
  const quarantined = Object.fromEntries(page.value.unreadable.map((entry) => [entry.externalId, entry.error]));
  expect(quarantined["1002"]).toContain("total");
  expect(quarantined["1003"]).toContain("date_");
  expect(quarantined["1004"]).toContain("line_items");
  expect(Object.keys(quarantined)).toHaveLength(4);
});

const shipmentOf = (orderExternalId: string): Shipment => ({
  id: "4b1c0a52-0000-4000-8000-000000000001",
  orderExternalId,
  carrier: "PostNL",
  trackingNumber: "3SABC1234567",
  trackingUrl: "https://tracking.example/3SABC1234567",
});

describe("tracking", () => {
  const openDirect = () => {
    const store = new FakeStore(orders);
    store.setStatus(1001, "processing");
    return { store, client: directShopClient({ shopSystem: "woocommerce", store, key }) };
  };

  test("writes note, tracking meta and status once; a second push writes nothing", async () => {
    const { store, client } = openDirect();
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "pushed" });
    const order = store.orders.get(1001);
    expect(order?.status).toBe("completed");
    expect(order?.notes.filter((note) => note.forCustomer).map((note) => note.text)).toEqual([
      "PostNL: 3SABC1234567\nhttps://tracking.example/3SABC1234567",
    ]);
    expect(order?.meta).toMatchObject([{ key: "_wc_shipment_tracking_items", value: [{ tracking_number: "3SABC1234567" }] }]);
    const digest = store.digest();
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  const openWith = (trackingPlaces: readonly TrackingPlace[]) => {
    const store = new FakeStore(orders);
    store.setStatus(1001, "processing");
    return { store, client: directShopClient({ shopSystem: "woocommerce", store, key, behaviour: { trackingPlaces } }) };
  };
  const placedIn = ({ fulfillments = [], meta }: FakeOrder): unknown => ({
    fulfillments: fulfillments.map((one) => one.meta.find(({ key: name }) => name === "_tracking_number")?.value),
    meta: meta.flatMap(({ value }) => (value as { tracking_number: string }[]).map((item) => item.tracking_number)),
  });
  const numbers = ["3SABC1234567", "3SABC7654321"];

  test.each<[string, TrackingPlace, { fulfillments: string[]; meta: string[] }]>([
    ["WooCommerce's own fulfillments", "fulfillments", { fulfillments: numbers, meta: [] }],
    ["the Shipment Tracking extension", "shipment_tracking", { fulfillments: [], meta: numbers }],
    ["Advanced Shipment Tracking", "ast", { fulfillments: [], meta: numbers }],
  ])("%s receives the number of each parcel once if the shop has it, and no note is written", async (_name, place, expected) => {
    const { store, client } = openWith([place]);
    const parcels = numbers.map((trackingNumber) => ({ ...shipmentOf("1001"), id: trackingNumber, trackingNumber }));
    for (const parcel of parcels)
      expect(await woocommerce.pushShipment(withKey(client), parcel)).toMatchObject({ ok: true, value: "pushed" });
    const order = store.orders.get(1001);
    expect(order && placedIn(order)).toEqual(expected);
    const digest = store.digest();
    for (const parcel of parcels)
      expect(await woocommerce.pushShipment(withKey(client), parcel)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
    expect(order).toMatchObject({ status: "completed" });
    expect(order?.notes.filter((note) => note.forCustomer)).toEqual([]);
  });

  test("a line with nothing left to ship does not keep the others out of a fulfillment", async () => {
    const { store, client } = openWith(["fulfillments"]);
    store.editOrder(1001, (order) => {
      const [line] = order.lines;
      if (line) order.lines = [line, { ...line, id: line.id + 1, quantity: 0 }];
    });
    await woocommerce.pushShipment(withKey(client), shipmentOf("1001"));
    expect(store.orders.get(1001)?.fulfillments).toHaveLength(1);
  });

  test("a number that the plugin refuses is written to note and meta, once", async () => {
    const { store, client } = openWith(["ast"]);
    const odd = { ...shipmentOf("1001"), trackingNumber: "3S/ABC.1" };
    expect(await woocommerce.pushShipment(withKey(client), odd)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.meta).toMatchObject([{ value: [{ tracking_number: "3S/ABC.1" }] }]);
    expect(await woocommerce.pushShipment(withKey(client), odd)).toMatchObject({ ok: true, value: "already_there" });
  });

  test("a push that broke off after any request is completed by the next one, with nothing written twice", async () => {
    for (let brokenAt = 1; brokenAt <= 8; brokenAt += 1) {
      const { store, client } = openDirect();
      let sent = 0;
      const breaking = {
        baseUrl: client.baseUrl,
        async send(request: Parameters<typeof client.send>[0]) {
          sent += 1;
          const answer = await client.send(request);
          // The write took effect, but its response was lost.
          if (sent !== brokenAt) return answer;
          return { ok: false as const, failure: { code: "connection_reset" as const, status: null, retryAfterSeconds: null, detail: "" } };
        },
      };
      await woocommerce.pushShipment(withKey(breaking), shipmentOf("1001"));
      expect((await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).ok).toBe(true);
      const order = store.orders.get(1001);
      expect(
        order?.notes.filter((note) => note.forCustomer),
        `broken at ${brokenAt}`,
      ).toHaveLength(1);
      expect(order?.meta[0]?.value).toHaveLength(1);
      expect(order?.status).toBe("completed");
    }
  });

  test("a second parcel of the same order is added beside the first, and a cancelled order is not completed", async () => {
    const { store, client } = openDirect();
    store.setStatus(1001, "cancelled");
    await woocommerce.pushShipment(withKey(client), shipmentOf("1001"));
    await woocommerce.pushShipment(withKey(client), { ...shipmentOf("1001"), id: "second", trackingNumber: "3SXYZ" });
    expect(store.orders.get(1001)?.meta[0]?.value).toMatchObject([{ tracking_number: "3SABC1234567" }, { tracking_number: "3SXYZ" }]);
    expect(store.orders.get(1001)?.status).toBe("cancelled");
  });

  test.each<[string, string | undefined, boolean, string]>([
    ["of a plugin, without having been completed before,", "packed", false, "completed"],
    ["of a plugin that follows completed, such as delivered,", "delivered", true, "delivered"],
    ["of WooCommerce's own that it was moved back to", undefined, true, "completed"],
  ])("an order in a status %s is left as its shop would leave it, and has the number", async (_name, status, wasCompleted, after) => {
    const { store, client } = openDirect();
    store.editOrder(1001, (order) => {
      order.completedAt = wasCompleted ? store.now() : null;
      if (status) order.wooStatus = status;
    });
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "pushed" });
    const order = store.orders.get(1001);
    expect(order?.wooStatus ?? order?.status).toBe(after);
    expect(order?.meta).toMatchObject([{ value: [{ tracking_number: "3SABC1234567" }] }]);
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "already_there" });
  });

  test("a number that is part of an older one is a parcel of its own", async () => {
    const { store, client } = openDirect();
    await woocommerce.pushShipment(withKey(client), { ...shipmentOf("1001"), trackingNumber: "3SABC12345678", trackingUrl: null });
    const short = { ...shipmentOf("1001"), id: "second", trackingUrl: null };
    expect(await woocommerce.pushShipment(withKey(client), short)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.notes.filter((note) => note.forCustomer)).toHaveLength(2);
    expect(await woocommerce.pushShipment(withKey(client), short)).toMatchObject({ ok: true, value: "already_there" });
  });

  test("numbers of other plugins are preserved, whatever is beside them", async () => {
    const { store, client } = openDirect();
    store.editOrder(1001, (order) => {
      const items = { 0: { tracking_number: "FIRST" }, 2: { tracking_number: ["odd"] }, 3: { tracking_number: "LAST" } };
      const odd = { id: 8, key: null as unknown as string, value: "no key" };
      order.meta = [odd, { id: 9, key: "_wc_shipment_tracking_items", value: items }];
    });
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "pushed" });
    const numbersNow = store.orders.get(1001)?.meta.find(({ id }) => id === 9)?.value as { tracking_number: unknown }[];
    expect(numbersNow.map((item) => item.tracking_number)).toEqual(["FIRST", ["odd"], "LAST", "3SABC1234567"]);
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "already_there" });
    store.editOrder(1001, (order) => {
      order.meta = [{ id: 9, key: "_wc_shipment_tracking_items", value: "what only its plugin can read" }];
      order.notes = [];
    });
    // The note alone notifies the customer.
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.meta).toMatchObject([{ value: "what only its plugin can read" }]);
    expect(store.orders.get(1001)?.notes.filter(({ forCustomer }) => forCustomer)).toHaveLength(1);
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("1001"))).toMatchObject({ ok: true, value: "already_there" });
  });

  test("a deleted order is reported as missing", async () => {
    const { client } = openDirect();
    expect(await woocommerce.pushShipment(withKey(client), shipmentOf("999999999"))).toMatchObject({ ok: true, value: "order_missing" });
  });
});

test.skipIf(!recordingsAreThere()).each(["woocommerce-10", "woocommerce-11"])(
  "every recorded order of %s is read as the shop showed it",
  (version) => {
    const recorded = readRecordedJson(`${version}/orders.json`) as {
      id: number;
      total: string;
      date_modified_gmt: string;
      number: string;
    }[];
    expect(recorded.length).toBe(5);
    for (const raw of recorded) {
      expect(readWooOrder(raw)).toMatchObject({
        kind: "order",
        order: {
          externalId: String(raw.id),
          number: raw.number,
          total: raw.total,
          modifiedAt: new Date(`${raw.date_modified_gmt}Z`),
          billing: { country: "NL" },
          // The recorded orders contain only a fee.
          lines: [],
          totals: { fees: raw.total, shipping: "0.00", discount: "0.00", tax: "0.00" },
          raw,
        },
      });
    }
  },
);

test.each(["http", "https"] as const)("a read-only key is detected over %s by a request that changes nothing", async (scheme) => {
  const { shop, client } = await open(scheme);
  const before = shop.shop.digest();
  const may = (credentials: typeof key) => woocommerce.mayWrite?.({ client, credentials });
  expect(await may(key)).toBe(true);
  expect(await may({ consumerKey: "ck_read", consumerSecret: "cs_read" })).toBe(false);
  shop.setBehaviour({ speaks: () => "Der API-Schlüssel darf das nicht." });
  expect(await may({ consumerKey: "ck_read", consumerSecret: "cs_read" })).toBe(false);
  // A server that refuses the method proves nothing about the key.
  shop.setBehaviour({ blockedMethods: { methods: ["POST"] } });
  expect(await may(key)).toBeNull();
  expect(shop.shop.digest()).toBe(before);
});

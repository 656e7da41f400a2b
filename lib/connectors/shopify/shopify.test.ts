import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OrderCursor, OrderPage, OrderWindow, Shipment, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { shopify } from "@/lib/connectors/shopify/index";
import { listShopifyOrders } from "@/lib/connectors/shopify/orders";
import { waitForPoints } from "@/lib/connectors/shopify/points";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { DEFAULT_SCOPES } from "@/lib/testing/fake-shops/shopify/resolvers";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { findLost, paginateOrders, paginateUntilStable } from "@/lib/testing/paginate-orders";

const credentials = { accessToken: "shpat_0123456789abcdef" };
const start = new Date("2026-11-01T00:00:00Z");
const window: OrderWindow = { from: start, to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 130, from: start, to: window.to, seed: 3 });

const open = (options: { behaviour?: Behaviour; orders?: readonly FakeOrder[]; scopes?: readonly string[] } = {}) => {
  const store = new FakeStore(options.orders ?? orders);
  const key = { ...credentials, ...(options.scopes ? { scopes: options.scopes } : {}) };
  return { store, client: directShopClient({ shopSystem: "shopify", store, key, behaviour: options.behaviour ?? {} }) };
};

const codeOf = (result: ShopResult<unknown>): string => (result.ok ? "ok" : result.failure.code);
/** Enough points that no test waits for them unintentionally. */
const deepBucket = { capacity: 1_000_000, restorePerSecond: 100_000 };

test("describes, counts, lists every order once with its customs data and fetches one", async () => {
  const { client } = open({ behaviour: { graphBucket: deepBucket } });
  expect(await shopify.describe({ client, credentials })).toMatchObject({ ok: true, value: { name: "Test shop", currency: "EUR" } });
  expect(await shopify.countOrders({ client, credentials }, window)).toMatchObject({ ok: true, value: 130 });
  const first = await shopify.listChangedOrders({ client, credentials }, window, null);
  expect(first).toMatchObject({ ok: true, value: { windowTotal: 130 } });
  const paginated = await paginateOrders(
    (...args) => shopify.listChangedOrders({ client: args[0], credentials }, args[1], args[2]),
    client,
    window,
  );
  expect(paginated.versions.size).toBe(130);
  expect([...paginated.versions.values()].every((list) => list.length === 1)).toBe(true);
  const [order] = orders;
  expect(paginated.versions.get(String(order?.id))?.[0]).toMatchObject({
    number: `#${order?.number}`,
    modifiedAt: order?.modifiedAt,
    lines: order?.lines.map((line) => ({ sku: line.sku, hsCode: line.hsCode, weightGrams: line.weightGrams })),
  });
  expect(await shopify.fetchOrder({ client, credentials }, "1001")).toMatchObject({ ok: true, value: { externalId: "1001" } });
  expect(await shopify.fetchOrder({ client, credentials }, "999999999")).toMatchObject({ ok: true, value: null });
});

test("archived, cancelled and test orders are in the count and the list, and each is found by id", async () => {
  const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
  const [archived, cancelled, tried] = ["1001", "1002", "1003"] as const;
  store.editOrder(Number(archived), (order) => Object.assign(order, { status: "completed", completedAt: order.createdAt }));
  store.editOrder(Number(cancelled), (order) => Object.assign(order, { status: "cancelled" }));
  store.editOrder(Number(tried), (order) => Object.assign(order, { isTest: true }));
  const everything: OrderWindow = { from: null, to: new Date(Date.now() + 86_400_000) };
  expect(await shopify.countOrders({ client, credentials }, everything)).toMatchObject({ ok: true, value: orders.length });
  const { versions } = await paginateOrders(
    (...args) => shopify.listChangedOrders({ client: args[0], credentials }, args[1], args[2]),
    client,
    everything,
  );
  expect(versions.size).toBe(orders.length);
  for (const id of [archived, cancelled, tried]) {
    expect(versions.get(id)).toHaveLength(1);
    expect(await shopify.fetchOrder({ client, credentials }, id)).toMatchObject({ ok: true, value: { externalId: id } });
  }
});

test("a count that is only a lower bound is ignored", async () => {
  const { client } = open({ behaviour: { graphBucket: deepBucket } });
  const bounded: ShopClient = {
    ...client,
    send: async (request) => {
      const sent = await client.send(request);
      return sent.ok ? { ok: true, answer: { ...sent.answer, body: sent.answer.body.replace('"EXACT"', '"AT_LEAST"') } } : sent;
    },
  };
  expect(await shopify.countOrders({ client: bounded, credentials }, window)).toMatchObject({ ok: true, value: null });
});

test("an edited or refunded order is read with its remaining lines, quantities and amounts", async () => {
  const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
  store.editOrder(1001, (order) => {
    const [line] = order.lines;
    if (line) order.lines = [1, 3].map((takenOff) => ({ ...line, id: takenOff, quantity: 3, unitPriceCents: 1_000, takenOff }));
    order.shippingCents = 500;
    order.shippingRefundedCents = 200;
    order.discountCents = 100;
  });
  const fetched = await shopify.fetchOrder({ client, credentials }, "1001");
  expect(fetched).toMatchObject({
    ok: true,
    value: {
      lines: [{ externalId: "1", quantity: 2, unitPrice: "10.00", total: "20.00" }],
      total: "22.00",
      totals: { shipping: "3.00", discount: "1.00" },
    },
  });
  const paginated = await paginateOrders(
    (...args) => shopify.listChangedOrders({ client: args[0], credentials }, args[1], args[2]),
    client,
    {
      from: null,
      to: new Date(Date.now() + 86_400_000),
    },
  );
  expect(paginated.versions.get("1001")?.at(-1)?.lines).toHaveLength(1);
});

test("a wrong token, a missing scope and a frozen shop are distinguished", async () => {
  expect(codeOf(await shopify.describe({ client: open().client, credentials: { accessToken: "shpat_wrong" } }))).toBe(
    "credentials_rejected",
  );
  expect(codeOf(await shopify.describe({ client: open({ scopes: [] }).client, credentials }))).toBe("credentials_insufficient");
  expect(codeOf(await shopify.describe({ client: open({ behaviour: { apiDisabled: true } }).client, credentials }))).toBe("blocked");
});

describe("query cost points", () => {
  test("the wait lasts until the missing points are restored, and is null for a query that never fits", () => {
    const status = { maximumAvailable: 2000, currentlyAvailable: 100, restoreRate: 100 };
    expect(waitForPoints({ requestedQueryCost: 400, throttleStatus: status })).toBe(3_000);
    expect(waitForPoints({ requestedQueryCost: 2_001, throttleStatus: status })).toBeNull();
  });

  test("an empty bucket causes a wait; nothing is lost or fails", async () => {
    const { client, store } = open({ behaviour: { graphBucket: { capacity: 120, restorePerSecond: 2_000 } } });
    const passes = [
      await paginateOrders((...args) => shopify.listChangedOrders({ client: args[0], credentials }, args[1], args[2]), client, window),
    ];
    expect(findLost(store, passes)).toEqual([]);
  });

  test("a page waits for the points that it will cost, so that none is refused and requested twice", async () => {
    const bucket = { capacity: 80, restorePerSecond: 1_000 };
    const pagesAsked = async (graphBucket: { capacity: number; restorePerSecond: number }): Promise<number> => {
      const { client } = open({ behaviour: { graphBucket } });
      await paginateOrders((...args) => shopify.listChangedOrders({ client: args[0], credentials }, args[1], args[2]), client, window);
      return client.sent.filter(({ body }) => body?.includes("ListOrders")).length;
    };
    expect(await pagesAsked(bucket)).toBe(await pagesAsked(deepBucket));
  });

  test("a bucket too small for a page causes smaller pages", async () => {
    const { client, store } = open({ behaviour: { graphBucket: { capacity: 30, restorePerSecond: 100_000 } } });
    const passes = [
      await paginateOrders((...args) => shopify.listChangedOrders({ client: args[0], credentials }, args[1], args[2]), client, window),
    ];
    expect(findLost(store, passes)).toEqual([]);
  });

  test("a wait that is too long is returned with its length", async () => {
    const { client } = open({ behaviour: { graphBucket: { capacity: 100, restorePerSecond: 1 } } });
    let last = await shopify.listChangedOrders({ client, credentials }, window, null);
    for (let tries = 0; tries < 5 && last.ok; tries += 1) last = await shopify.listChangedOrders({ client, credentials }, window, null);
    expect(last).toMatchObject({ ok: false, failure: { code: "rate_limited" } });
    expect(last.ok ? 0 : last.failure.retryAfterSeconds).toBeGreaterThan(10);
  });
});

test("no order edited during pagination is lost, at any page size, even if a second exceeds a page", async () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 25 });
  const edits = fc.array(fc.record({ atRequest: fc.integer({ min: 1, max: 25 }), order: fc.nat() }), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(seconds, edits, fc.integer({ min: 1, max: 9 }), async (at, changes, pageSize) => {
      const base = generateOrders({ count: at.length, from: start, to: window.to, seed: 5, firstId: 97 });
      const placed = base.map((order, index) => ({ ...order, modifiedAt: new Date(start.getTime() + (at[index] ?? 0) * 1000) }));
      const { store, client } = open({
        orders: placed,
        behaviour: {
          graphBucket: deepBucket,
          onRequest(shop, count) {
            shop.skewMs += 400;
            const ids = [...shop.orders.keys()];
            for (const change of changes) {
              const id = ids[change.order % Math.max(1, ids.length)];
              if (change.atRequest === count && id !== undefined) shop.editOrder(id);
            }
          },
        },
      });
      const passes = await paginateUntilStable(
        (...args) => listShopifyOrders({ client: args[0], credentials }, args[1], args[2], pageSize),
        client,
        store,
        start,
        25,
      );
      expect(findLost(store, passes)).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test("a second with thousands of orders is read page by page, each once, and can resume after any page", async () => {
  const at = new Date(start.getTime() + 3_600_000);
  const crowd = generateOrders({ count: 5_000, from: start, to: window.to, seed: 5, firstId: 95 }).map((order) => ({
    ...order,
    modifiedAt: at,
  }));
  const { client } = open({ orders: crowd, behaviour: { graphBucket: deepBucket } });
  const held: string[] = [];
  for (let after: OrderCursor | null = null; ; ) {
    const page: ShopResult<OrderPage> = await shopify.listChangedOrders({ client, credentials }, window, after);
    if (!page.ok) throw new Error(page.failure.detail);
    expect(page.value.orders.length).toBeLessThanOrEqual(shopify.pageSize);
    held.push(...page.value.orders.map(({ externalId }) => externalId));
    // Cloned, as a cursor stored between two workers would be.
    after = page.value.next && structuredClone(page.value.next);
    if (!after) break;
  }
  expect(held).toEqual(crowd.map(({ id }) => `${id}`));
  expect(client.sent.length).toBeLessThan(5_000 / shopify.pageSize + 10);
});

test("a list that is not sorted by id as requested fails, because orders would be lost", async () => {
  const at = new Date(start.getTime() + 3_600_000);
  const crowd = generateOrders({ count: 120, from: start, to: window.to, seed: 5 }).map((order) => ({ ...order, modifiedAt: at }));
  const { client } = open({ orders: crowd, behaviour: { graphBucket: deepBucket } });
  const unsorted: ShopClient = {
    baseUrl: client.baseUrl,
    async send(request) {
      const sent = await client.send(request);
      if (!sent.ok || !request.body?.includes('"ID"')) return sent;
      const body = JSON.parse(sent.answer.body) as { data: { orders: { nodes: unknown[] } } };
      body.data.orders.nodes.reverse();
      return { ok: true, answer: { ...sent.answer, body: JSON.stringify(body) } };
    },
  };
  expect(codeOf(await shopify.listChangedOrders({ client: unsorted, credentials }, window, null))).toBe("invalid_response");
});

describe("tracking", () => {
  const shipment: Shipment = {
    id: "s-1",
    orderExternalId: "1001",
    carrier: "PostNL",
    trackingNumber: "3SABC1234567",
    trackingUrl: "https://t.example/1",
  };

  test("fulfils an open order with the number once", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.setStatus(1001, "processing");
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)).toMatchObject({ status: "completed", tracks: [{ carrier: "PostNL", number: "3SABC1234567" }] });
    const digest = store.digest();
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  test("keeps the first parcel's number when a second one follows", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.setStatus(1001, "processing");
    await shopify.pushShipment({ client, credentials }, shipment);
    expect(await shopify.pushShipment({ client, credentials }, { ...shipment, trackingNumber: "T2" })).toMatchObject({
      ok: true,
      value: "pushed",
    });
    expect(store.orders.get(1001)?.tracks.map(({ number }) => number)).toEqual(["3SABC1234567", "T2"]);
  });

  const tracksOf = (store: FakeStore) => store.orders.get(1001)?.tracks.map(({ carrier, number, url }) => [carrier, number, url ?? null]);

  test("a second carrier overwrites neither the first one's name nor its tracking link", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.setStatus(1001, "processing");
    const parcels: Shipment[] = [
      shipment,
      { ...shipment, id: "s-2", carrier: "DHL", trackingNumber: "JD2", trackingUrl: null },
      { ...shipment, id: "s-3", carrier: "postnl", trackingNumber: "3S3", trackingUrl: "https://t.example/3" },
    ];
    for (const parcel of parcels) expect(await shopify.pushShipment({ client, credentials }, parcel)).toMatchObject({ value: "pushed" });
    // Shopify has one carrier name for all numbers of a fulfillment.
    expect(tracksOf(store)).toEqual([
      ["PostNL, DHL", "3SABC1234567", "https://t.example/1"],
      ["PostNL, DHL", "3S3", "https://t.example/3"],
      ["PostNL, DHL", "JD2", null],
    ]);
    const digest = store.digest();
    for (const parcel of parcels)
      expect(await shopify.pushShipment({ client, credentials }, parcel)).toMatchObject({ value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  test("a manual fulfilment without a number receives it, and one with a number is left alone", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.editOrder(1001, (order) => {
      order.status = "completed";
      order.parts = [
        { id: 71, isFulfilled: true },
        { id: 72, isFulfilled: true },
      ];
      order.tracks = [{ id: 1, carrier: "DHL", number: "BY-HAND", at: store.now(), url: null, partId: 72 }];
    });
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.tracks).toMatchObject([
      { carrier: "DHL", number: "BY-HAND", partId: 72 },
      { carrier: "PostNL", number: "3SABC1234567", partId: 71 },
    ]);
  });

  test("fulfils the rest after the merchant fulfilled a part, and leaves that part alone", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.editOrder(1001, (order) => {
      order.status = "processing";
      order.parts = [
        { id: 71, isFulfilled: true },
        { id: 72, isFulfilled: false },
      ];
      order.tracks = [{ id: 1, carrier: "DHL", number: "BY-HAND", at: store.now(), url: null, partId: 71 }];
    });
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)).toMatchObject({
      status: "completed",
      tracks: [
        { carrier: "DHL", number: "BY-HAND", partId: 71 },
        { carrier: "PostNL", number: "3SABC1234567", partId: 72 },
      ],
    });
  });

  test("resumes with the other locations if it broke off between them", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.editOrder(1001, (order) => {
      order.status = "processing";
      order.parts = [71, 72, 73].map((id) => ({ id, isFulfilled: false }));
    });
    let creations = 0;
    const breaking: ShopClient = {
      baseUrl: client.baseUrl,
      async send(request) {
        creations += request.body?.includes("fulfillmentCreate") ? 1 : 0;
        // The first is one for all parts, which Shopify refuses; then one per part.
        if (creations === 3) return { ok: false, failure: { code: "connection_reset", status: null, retryAfterSeconds: null, detail: "" } };
        return client.send(request);
      },
    };
    expect(codeOf(await shopify.pushShipment({ client: breaking, credentials }, shipment))).toBe("connection_reset");
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.parts?.every(({ isFulfilled }) => isFulfilled)).toBe(true);
    const digest = store.digest();
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  test("a cancelled order has no place for a number, and an order on hold is retried", async () => {
    const { store, client } = open({ behaviour: { graphBucket: deepBucket } });
    store.editOrder(1001, (order) => Object.assign(order, { status: "cancelled", tracks: [] }));
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "no_place" });
    store.editOrder(1001, (order) => Object.assign(order, { status: "on-hold" }));
    expect(await shopify.pushShipment({ client, credentials }, shipment)).toMatchObject({ value: { delayedBy: "order_on_hold" } });
  });

  describe("of an order that Shopify does not show", () => {
    const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    const old = generateOrders({ count: 1, from: daysAgo(100), to: daysAgo(90), seed: 3 });
    const parcel = { ...shipment, orderExternalId: `${old[0]?.id}`, orderPlacedAt: daysAgo(90) };
    const narrow = { scopes: DEFAULT_SCOPES.filter((scope) => scope !== "read_all_orders"), behaviour: { graphBucket: deepBucket } };

    test("is reported as hidden if the app may not see orders of its age, and pushed once it may", async () => {
      expect(await shopify.pushShipment({ client: open({ orders: old, ...narrow }).client, credentials }, parcel)).toMatchObject({
        value: "order_hidden",
      });
      const { store, client } = open({ orders: old, behaviour: { graphBucket: deepBucket } });
      store.setStatus(old[0]?.id ?? 0, "processing");
      expect(await shopify.pushShipment({ client, credentials }, parcel)).toMatchObject({ value: "pushed" });
    });

    test("is reported as missing if the app sees all ages, the order is younger, or its age is unknown", async () => {
      const { client } = open({ orders: [], behaviour: { graphBucket: deepBucket } });
      expect(await shopify.pushShipment({ client, credentials }, parcel)).toMatchObject({ value: "order_missing" });
      const young = { ...parcel, orderPlacedAt: daysAgo(30) };
      const { client: reader } = open({ orders: [], ...narrow });
      expect(await shopify.pushShipment({ client: reader, credentials }, young)).toMatchObject({ value: "order_missing" });
      const { orderPlacedAt: _, ...ageless } = parcel;
      expect(await shopify.pushShipment({ client: reader, credentials }, ageless)).toMatchObject({ value: "order_missing" });
    });
  });

  test("a deleted order is reported as missing, and a token without the scope as insufficient", async () => {
    const { client } = open({ behaviour: { graphBucket: deepBucket } });
    expect(await shopify.pushShipment({ client, credentials }, { ...shipment, orderExternalId: "999999999" })).toMatchObject({
      value: "order_missing",
    });
    const reader = open({ scopes: ["read_orders", "read_all_orders"], behaviour: { graphBucket: deepBucket } });
    reader.store.setStatus(1001, "processing");
    expect(codeOf(await shopify.pushShipment({ client: reader.client, credentials }, shipment))).toBe("credentials_insufficient");
  });
});

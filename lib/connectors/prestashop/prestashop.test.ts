import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { prestashop } from "@/lib/connectors/prestashop/index";
import { listPrestashopOrders } from "@/lib/connectors/prestashop/orders";
import { PRESTASHOP_RIGHTS } from "@/lib/connectors/prestashop/rights";
import type { OrderWindow, Shipment, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { findLost, paginateOrders, paginateUntilStable } from "@/lib/testing/paginate-orders";

// Property tests send thousands of requests, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const credentials = { key: "FULLKKKKKKKKKKKKKKKKKKKKKKKKKKKK" };
const start = new Date("2026-11-01T00:00:00Z");
const window: OrderWindow = { from: start, to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 120, from: start, to: window.to, seed: 3 });
const versions = ["8.2.1", "1.7.8.11"] as const;

interface Opened {
  behaviour?: Behaviour;
  version?: string;
  timeZone?: string;
  orders?: readonly FakeOrder[];
  rights?: Readonly<Record<string, readonly string[]>>;
}

const open = (options: Opened = {}) => {
  const store = new FakeStore(options.orders ?? orders);
  const key = { apiKey: credentials.key, ...(options.rights ? { rights: options.rights } : {}) };
  const client = directShopClient({
    shopSystem: "prestashop",
    store,
    key,
    behaviour: options.behaviour ?? {},
    version: options.version ?? "8.2.1",
    timeZone: options.timeZone ?? "Europe/Paris",
  });
  return { store, client };
};

const codeOf = (result: ShopResult<unknown>): string => (result.ok ? "ok" : result.failure.code);
const list = (client: ShopClient, asked: OrderWindow, after: Parameters<typeof listPrestashopOrders>[2]) =>
  prestashop.listChangedOrders({ client, credentials }, asked, after);

/** The rights that the wizard and the fixes name, by resource. */
function namedRights(): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const part of PRESTASHOP_RIGHTS.split(" · ")) {
    const [, head = "", resources = ""] = /^(.*): (.*)$/.exec(part) ?? [];
    for (const resource of resources.split(", ")) rights[resource] = [...(rights[resource] ?? []), ...(head.match(/\b[A-Z]{3,}\b/g) ?? [])];
  }
  return rights;
}

/** A proxy that forwards only well-known headers. */
const withoutOwnHeaders = (client: ShopClient): ShopClient => ({
  ...client,
  async send(request) {
    const sent = await client.send(request);
    if (!sent.ok) return sent;
    const { "content-type": type = "", date = "" } = sent.answer.headers;
    return { ok: true, answer: { ...sent.answer, headers: { "content-type": type, date } } };
  },
});

describe.each(versions)("PrestaShop %s", (version) => {
  test("works behind a server that strips the webservice's headers, and rejects empty lists of another body", async () => {
    const opened = open({ version });
    const client = withoutOwnHeaders(opened.client);
    const paginated = await paginateOrders(list, client, window);
    expect(paginated.versions.size).toBe(120);
    expect(await prestashop.countOrders({ client, credentials }, { from: window.to, to: new Date("2026-11-21T00:00:00Z") })).toMatchObject({
      ok: true,
      value: 0,
    });
    const [first] = orders;
    const shipment: Shipment = {
      id: "s-1",
      orderExternalId: String(first?.id),
      carrier: "PostNL",
      trackingNumber: "3SABC1234567",
      trackingUrl: null,
    };
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    const emptyForAll: ShopClient = {
      ...client,
      send: async () => ({
        ok: true,
        answer: { origin: client.baseUrl, status: 200, headers: { "content-type": "application/json" }, body: "[]", clockSkewMs: 0 },
      }),
    };
    expect(codeOf(await prestashop.countOrders({ client: emptyForAll, credentials }, window))).toBe("invalid_response");
  });

  test("describes, counts, lists every order once with its addresses and fetches one", async () => {
    const { client } = open({ version });
    expect(await prestashop.describe({ client, credentials })).toMatchObject({
      ok: true,
      value: { name: "Test shop", version, timeZone: "Europe/Paris", currency: "EUR" },
    });
    expect(await prestashop.countOrders({ client, credentials }, window)).toMatchObject({ ok: true, value: 120 });
    const paginated = await paginateOrders(list, client, window);
    expect(paginated.versions.size).toBe(120);
    expect([...paginated.versions.values()].every((found) => found.length === 1)).toBe(true);
    const [first] = orders;
    const read = paginated.versions.get(String(first?.id))?.[0];
    expect(read).toMatchObject({
      modifiedAt: first?.modifiedAt,
      placedAt: first?.createdAt,
      billing: { city: first?.billing.city, email: first?.billing.email },
      shipping: { postalCode: first?.shipping.postalCode },
    });
    expect(read?.lines[0]).toMatchObject({ sku: first?.lines[0]?.sku, weightGrams: first?.lines[0]?.weightGrams });
    expect(await prestashop.fetchOrder({ client, credentials }, "1001")).toMatchObject({ ok: true, value: { externalId: "1001" } });
    expect(await prestashop.fetchOrder({ client, credentials }, "999999999")).toMatchObject({ ok: true, value: null });
  });

  const shipment: Shipment = { id: "s-1", orderExternalId: "1001", carrier: "PostNL", trackingNumber: "3SABC1234567", trackingUrl: null };

  test("writes the number and moves the order to the shipped state once", async () => {
    const { store, client } = open({ version });
    store.setStatus(1001, "processing");
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)).toMatchObject({ status: "completed", tracks: [{ number: "3SABC1234567" }] });
    const digest = store.digest();
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
    expect(await prestashop.pushShipment({ client, credentials }, { ...shipment, orderExternalId: "999999999" })).toMatchObject({
      value: "order_missing",
    });
  });

  test("needs no more rights than the form names", async () => {
    const rights = namedRights();
    expect(rights["order_carriers"]).toContain("POST");
    const { store, client } = open({ version, rights });
    store.setStatus(1001, "processing");
    expect(codeOf(await prestashop.describe({ client, credentials }))).toBe("ok");
    expect(codeOf(await list(client, window, null))).toBe("ok");
    expect(codeOf(await prestashop.countOrders({ client, credentials }, window))).toBe("ok");
    for (const trackingNumber of ["3SABC1", "3SABC2"])
      expect(await prestashop.pushShipment({ client, credentials }, { ...shipment, trackingNumber })).toMatchObject({ value: "pushed" });
  });

  test("gives a second parcel a record of its own, copied from the first, once", async () => {
    const { store, client } = open({ version });
    store.setStatus(1001, "processing");
    await prestashop.pushShipment({ client, credentials }, shipment);
    const second = { ...shipment, id: "s-2", trackingNumber: "3SABC7654321" };
    expect(await prestashop.pushShipment({ client, credentials }, second)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.tracks.map(({ number }) => number)).toEqual(["3SABC1234567", "3SABC7654321"]);
    const posted = client.sent.find(({ method, path }) => method === "POST" && path.startsWith("/api/order_carriers"));
    expect(posted?.body).toContain("<id_order>1001</id_order>");
    expect(posted?.body).not.toContain("<id>");
    const digest = store.digest();
    for (const parcel of [shipment, second])
      expect(await prestashop.pushShipment({ client, credentials }, parcel)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  test("adds a carrier record with the number if the order's was removed, once", async () => {
    const { store, client } = open({ version });
    store.editOrder(1001, (order) => Object.assign(order, { status: "processing", withoutCarrier: "removed" }));
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)).toMatchObject({ status: "completed", tracks: [{ number: "3SABC1234567" }] });
    const posted = client.sent.find(({ method, path }) => method === "POST" && path.startsWith("/api/order_carriers"));
    expect(posted?.body).toContain("<id_order>1001</id_order><id_carrier>2</id_carrier>");
    const digest = store.digest();
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  test("fills two records without a number with one parcel each, and adds none", async () => {
    const { store, client } = open({ version });
    store.editOrder(1001, (order) =>
      Object.assign(order, {
        status: "processing",
        tracks: [1, 2].map(() => ({ id: store.takePartId(), number: "", carrier: "", at: order.createdAt })),
      }),
    );
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    const second = { ...shipment, id: "s-2", trackingNumber: "3SABC7654321" };
    expect(await prestashop.pushShipment({ client, credentials }, second)).toMatchObject({ ok: true, value: "pushed" });
    expect(
      store.orders
        .get(1001)
        ?.tracks.map(({ number }) => number)
        .toSorted(),
    ).toEqual(["3SABC1234567", "3SABC7654321"]);
  });

  test("writes nothing for an order without shippable items, and reports that it has no place for a number", async () => {
    const { store, client } = open({ version });
    store.editOrder(1001, (order) => Object.assign(order, { status: "processing", withoutCarrier: "virtual" }));
    const digest = store.digest();
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "no_place" });
    expect(store.digest()).toBe(digest);
    expect(client.sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("never stores a part of a number that PrestaShop cannot hold in full", async () => {
    const { store, client } = open({ version });
    store.setStatus(1001, "processing");
    const digest = store.digest();
    for (const trackingNumber of ["9".repeat(65), "\u55ae\u865f", "3S*ABC"]) {
      expect(await prestashop.pushShipment({ client, credentials }, { ...shipment, trackingNumber })).toMatchObject({
        value: "number_refused",
      });
    }
    expect(store.digest()).toBe(digest);
  });

  test("reports a key that may not add records for that parcel alone", async () => {
    const { store, client } = open({ version, rights: { ...namedRights(), order_carriers: ["GET", "PUT", "PATCH"] } });
    store.setStatus(1001, "processing");
    expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    const second = { ...shipment, id: "s-2", trackingNumber: "3SABC7654321" };
    expect(await prestashop.pushShipment({ client, credentials }, second)).toMatchObject({ ok: true, value: "may_not_add" });
    store.editOrder(1002, (order) => Object.assign(order, { status: "processing", withoutCarrier: "removed" }));
    const removed = { ...shipment, id: "s-3", orderExternalId: "1002" };
    expect(await prestashop.pushShipment({ client, credentials }, removed)).toMatchObject({ ok: true, value: "may_not_add" });
    expect(store.orders.get(1002)).toMatchObject({ status: "processing", tracks: [] });
  });

  test("recognizes a completed write that the shop reports as failed because of its mail", async () => {
    const { store, client } = open({ version });
    store.setStatus(1001, "processing");
    const mailless: ShopClient = {
      baseUrl: client.baseUrl,
      async send(request) {
        const sent = await client.send(request);
        if (request.method === "GET" || !sent.ok || sent.answer.status >= 300) return sent;
        return { ok: true, answer: { ...sent.answer, status: 500, body: '{"errors":[{"code":85,"message":"Unable to save resource"}]}' } };
      },
    };
    expect(await prestashop.pushShipment({ client: mailless, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)).toMatchObject({ status: "completed", tracks: [{ number: "3SABC1234567" }] });
  });

  test("falls back to ps_method if the server refuses PUT and PATCH before the shop sees them", async () => {
    const { store, client } = open({ version });
    store.setStatus(1001, "processing");
    const walled: ShopClient = {
      baseUrl: client.baseUrl,
      async send(request) {
        if (request.method !== "PUT" && request.method !== "PATCH") return client.send(request);
        return {
          ok: true,
          answer: {
            origin: client.baseUrl,
            status: 403,
            headers: { "content-type": "text/html" },
            body: "<html>Forbidden</html>",
            clockSkewMs: 0,
          },
        };
      },
    };
    expect(await prestashop.pushShipment({ client: walled, credentials }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.tracks).toMatchObject([{ number: "3SABC1234567" }]);
  });
});

test("keys that are unknown, lack rights or are lost in transit are distinguished", async () => {
  expect(codeOf(await list(open().client, window, null))).toBe("ok");
  const unknown = await prestashop.countOrders({ client: open().client, credentials: { key: "A".repeat(32) } }, window);
  expect(codeOf(unknown)).toBe("credentials_rejected");
  const powerless = await prestashop.countOrders({ client: open({ rights: {} }).client, credentials }, window);
  expect(codeOf(powerless)).toBe("credentials_insufficient");
  const narrow = await prestashop.describe({ client: open({ rights: { orders: ["GET"] } }).client, credentials });
  expect(narrow).toMatchObject({ ok: false, failure: { code: "credentials_insufficient" } });
  expect(narrow.ok ? "" : narrow.failure.detail).toContain("configurations");
});

test.each<[string, Behaviour, string]>([
  ["the webservice switched off", { apiDisabled: true }, "api_not_found"],
  ["lost rewrite rules", { rewriting: "missing_apache" }, "api_not_found"],
  ["the storefront in maintenance", { maintenance: true }, "ok"],
])("%s is reported as %s", async (_name, behaviour, code) => {
  expect(codeOf(await list(open({ behaviour }).client, window, null))).toBe(code);
});

test("invalid records are quarantined, the others are imported", async () => {
  const { client } = open({ behaviour: { damagedOrders: { 1002: "text_total", 1004: "lines_not_a_list" } } });
  const page = await list(client, window, null);
  expect(page.ok && page.value.unreadable.map((entry) => entry.externalId).sort()).toEqual(["1002", "1004"]);
  expect(page.ok && page.value.orders.length).toBeGreaterThan(45);
});

test("the total is the one that the back office shows and the lines add up to, where total_paid differs", async () => {
  const { client } = open();
  const edited: ShopClient = {
    ...client,
    async send(request) {
      const sent = await client.send(request);
      if (!sent.ok || !request.path.startsWith("/api/orders?")) return sent;
      const changed = sent.answer.body.replace(
        /"total_paid":"[\d.]+","total_paid_tax_incl":"[\d.]+"/g,
        (found, at: number, body: string) =>
          body.lastIndexOf('"id":1002,', at) > body.lastIndexOf('"id":1003,', at)
            ? '"total_paid":"61.800000","total_paid_tax_incl":"68.200000"'
            : body.lastIndexOf('"id":1003,', at) > body.lastIndexOf('"id":1004,', at)
              ? '"total_paid":"14.900000"'
              : found,
      );
      return { ok: true, answer: { ...sent.answer, body: changed } };
    },
  };
  const page = await list(edited, window, null);
  const totalOf = (id: string) => (page.ok ? page.value.orders.find(({ externalId }) => externalId === id)?.total : null);
  expect([totalOf("1002"), totalOf("1003")].map(Number)).toEqual([68.2, 14.9]);
});

test("pages that are cut short in transit lose nothing", async () => {
  const { client, store } = open({ behaviour: { shrinkPagesTo: 7 } });
  expect(findLost(store, [await paginateOrders(list, client, window)])).toEqual([]);
});

test("no order edited during pagination is lost, at any page size, even if a second exceeds a page", async () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 25 });
  const edits = fc.array(fc.record({ atRequest: fc.integer({ min: 1, max: 40 }), order: fc.nat() }), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(seconds, edits, fc.integer({ min: 1, max: 9 }), async (at, changes, pageSize) => {
      const base = generateOrders({ count: at.length, from: start, to: window.to, seed: 5, firstId: 97 });
      const placed = base.map((order, index) => ({ ...order, modifiedAt: new Date(start.getTime() + (at[index] ?? 0) * 1000) }));
      const { store, client } = open({
        orders: placed,
        behaviour: {
          onRequest(shop, count) {
            shop.skewMs += 200;
            const ids = [...shop.orders.keys()];
            for (const change of changes) {
              const id = ids[change.order % Math.max(1, ids.length)];
              if (change.atRequest === count && id !== undefined) shop.editOrder(id);
            }
          },
        },
      });
      const passes = await paginateUntilStable(
        (...args) => listPrestashopOrders({ client: args[0], credentials }, args[1], args[2], pageSize),
        client,
        store,
        start,
        40,
      );
      expect(findLost(store, passes)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("the repeated hour of a clock change loses no order and never returns an older version last", async () => {
  const setBack = Date.parse("2026-10-25T01:00:00Z");
  const minutes = fc.array(fc.integer({ min: -90, max: 150 }), { minLength: 1, maxLength: 25 });
  const steps = fc.array(fc.integer({ min: 5, max: 100 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(minutes, steps, fc.integer({ min: 2, max: 9 }), async (at, lengths, pageSize) => {
      const base = generateOrders({ count: at.length, from: start, to: window.to, seed: 5 });
      const placed = base.map((order, index) => ({ ...order, modifiedAt: new Date(setBack + (at[index] ?? 0) * 60_000) }));
      const { client } = open({ orders: placed });
      const seen = new Map<string, number>();
      let from = new Date(setBack - 120 * 60_000);
      for (const length of [...lengths, 300]) {
        const to = new Date(from.getTime() + length * 60_000);
        const paginated = await paginateOrders(
          (...args) => listPrestashopOrders({ client: args[0], credentials }, args[1], args[2], pageSize),
          client,
          {
            from,
            to,
          },
        );
        for (const [id, found] of paginated.versions)
          seen.set(id, Math.max(seen.get(id) ?? 0, ...found.map((order) => order.modifiedAt.getTime())));
        from = to;
      }
      // Every order is read at least once and never dated too early, so that later changes count as newer.
      for (const order of placed) expect(seen.get(String(order.id)) ?? 0).toBeGreaterThanOrEqual(order.modifiedAt.getTime());
    }),
    { numRuns: 30 },
  );
});

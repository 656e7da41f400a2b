import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { shopFailure } from "@/lib/connectors/http/shop-failure";
import { magento } from "@/lib/connectors/magento/index";
import { listMagentoOrders } from "@/lib/connectors/magento/orders";
import { readMagentoOrder } from "@/lib/connectors/magento/read-order";
import type { OrderWindow, Shipment, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder, FakeOrderLine } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { findLost, paginateOrders, paginateUntilStable } from "@/lib/testing/paginate-orders";
import { readRecordedJson, recordingsAreThere } from "@/lib/testing/recordings/read-recordings";

// Property tests send thousands of requests, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const signed = { accessToken: "token-1", accessTokenSecret: "secret-1", consumerKey: "consumer-1", consumerSecret: "secret-2" };
const bearer = { accessToken: "token-1" };
const start = new Date("2026-11-01T00:00:00Z");
const window: OrderWindow = { from: start, to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 130, from: start, to: window.to, seed: 3 });

const open = (behaviour: Behaviour = {}, key: { resources?: readonly string[] } = {}, baseUrl = "https://shop.example") => {
  const store = new FakeStore(orders);
  return { store, client: directShopClient({ shopSystem: "magento", store, key: { ...signed, ...key }, behaviour, baseUrl }) };
};

const codeOf = (result: ShopResult<unknown>): string => (result.ok ? "ok" : result.failure.code);

describe.each([
  ["OAuth 1.0a", signed],
  ["a bearer token", bearer],
] as const)("with %s", (_name, credentials) => {
  test("describes, counts, lists every order once and fetches one", async () => {
    const { client } = open();
    expect(await magento.describe({ client, credentials })).toMatchObject({
      ok: true,
      value: { version: "2.4", timeZone: "Europe/Amsterdam", currency: "EUR" },
    });
    expect(await magento.countOrders({ client, credentials }, window)).toMatchObject({ ok: true, value: 130 });
    const { versions, pages } = await paginateOrders(
      (...args) => magento.listChangedOrders({ client: args[0], credentials }, args[1], args[2]),
      client,
      window,
    );
    expect(pages).toBe(2);
    expect([...versions.values()].every((list) => list.length === 1)).toBe(true);
    expect(versions.size).toBe(130);
    expect(await magento.fetchOrder({ client, credentials }, "1001")).toMatchObject({
      ok: true,
      value: { externalId: "1001", currency: "EUR" },
    });
    expect(await magento.fetchOrder({ client, credentials }, "999999999")).toMatchObject({ ok: true, value: null });
  });
});

test("null instead of a list is an empty list, and invalid where orders were counted", async () => {
  const { client } = open();
  const empty: OrderWindow = { from: new Date("2026-10-01T00:00:00Z"), to: start };
  const saying = (total: number): ShopClient => ({
    ...client,
    async send(request) {
      const sent = await client.send(request);
      const body = JSON.stringify({ items: null, search_criteria: {}, total_count: total });
      return sent.ok && request.path.includes("/orders?") ? { ok: true, answer: { ...sent.answer, body } } : sent;
    },
  });
  expect(await magento.listChangedOrders({ client: saying(0), credentials: signed }, empty, null)).toMatchObject({
    ok: true,
    value: { orders: [], next: null },
  });
  expect(await magento.countOrders({ client: saying(0), credentials: signed }, empty)).toMatchObject({ ok: true, value: 0 });
  expect(codeOf(await magento.listChangedOrders({ client: saying(3), credentials: signed }, empty, null))).toBe("invalid_response");
});

test("signs for shops below a path and over plain http", async () => {
  const { client } = open({}, {}, "http://shop.example");
  expect(codeOf(await magento.countOrders({ client, credentials: signed }, window))).toBe("ok");
});

test("rejected credentials and missing rights are distinguished as far as Magento allows", async () => {
  const { client } = open({}, { resources: ["Magento_Catalog::products"] });
  expect(codeOf(await magento.countOrders({ client, credentials: signed }, window))).toBe("credentials_insufficient");
  expect(codeOf(await magento.countOrders({ client, credentials: { ...signed, consumerSecret: "wrong" } }, window))).toBe(
    "credentials_rejected",
  );
  expect(codeOf(await magento.countOrders({ client, credentials: { ...signed, consumerKey: "unknown" } }, window))).toBe(
    "credentials_rejected",
  );
  expect(codeOf(await magento.countOrders({ client: open({ bearerDisabled: true }).client, credentials: bearer }, window))).toBe(
    "credentials_rejected",
  );
});

test.each<[string, Behaviour, string]>([
  ["maintenance without Retry-After", { maintenance: true }, "maintenance"],
  ["lost rewrite rules", { rewriting: "missing_apache" }, "api_not_found"],
])("%s is reported as %s", async (_name, behaviour, code) => {
  const listed = await magento.listChangedOrders({ client: open(behaviour).client, credentials: signed }, window, null);
  expect(codeOf(listed)).toBe(code);
});

test("a shop with a page size limit is read in pages of that size, and counted, fetched and sent parcels as usual", async () => {
  const { client, store } = open({ maximumPageSize: 40 });
  const { versions } = await paginateOrders(
    (...args) => magento.listChangedOrders({ client: args[0], credentials: signed }, args[1], args[2]),
    client,
    window,
  );
  expect(versions.size).toBe(130);
  // The shop refuses only once: the limit is remembered.
  const sizes = client.sent.flatMap(({ path }) => /pageSize%5D=(\d+)/.exec(path)?.[1] ?? []);
  expect(sizes.filter((size) => size === "100")).toHaveLength(1);
  expect(codeOf(await magento.countOrders({ client, credentials: signed }, window))).toBe("ok");
  expect(codeOf(await magento.listStatuses({ client: open({ maximumPageSize: 40 }).client, credentials: signed }))).toBe("ok");
  store.setStatus(1001, "processing");
  const parcel: Shipment = { id: "s-1", orderExternalId: "1001", carrier: "PostNL", trackingNumber: "3SABC1234567", trackingUrl: null };
  for (const outcome of ["pushed", "already_there"])
    expect(await magento.pushShipment({ client, credentials: signed }, parcel)).toMatchObject({ ok: true, value: outcome });
});

test("invalid records are quarantined, the others are imported", async () => {
  const { client } = open({ damagedOrders: { 1002: "text_total", 1003: "no_dates", 1004: "lines_not_a_list" } });
  const page = await magento.listChangedOrders({ client, credentials: signed }, window, null);
  if (!page.ok) throw new Error(page.failure.detail);
  const quarantined = page.value.unreadable.map((entry) => entry.externalId);
  expect(quarantined).toEqual(expect.arrayContaining(["1002", "1004"]));
});

test("no order edited during pagination is lost, at any page size, even if a second exceeds a page", async () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 });
  const edits = fc.array(fc.record({ atRequest: fc.integer({ min: 1, max: 25 }), order: fc.nat() }), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(seconds, edits, fc.integer({ min: 1, max: 9 }), async (at, changes, pageSize) => {
      const base = generateOrders({ count: at.length, from: start, to: window.to, seed: 5, firstId: 97 });
      const store = new FakeStore(
        base.map((order, index) => ({ ...order, modifiedAt: new Date(start.getTime() + (at[index] ?? 0) * 1000) })),
      );
      const client = directShopClient({
        shopSystem: "magento",
        store,
        key: signed,
        behaviour: {
          onRequest(_store, count) {
            store.skewMs += 400;
            const ids = [...store.orders.keys()];
            for (const change of changes) {
              const id = ids[change.order % Math.max(1, ids.length)];
              if (change.atRequest === count && id !== undefined) store.editOrder(id);
            }
          },
        },
      });
      const passes = await paginateUntilStable(
        (...args) => listMagentoOrders({ client: args[0], credentials: signed }, args[1], args[2], undefined, pageSize),
        client,
        store,
        start,
        25,
      );
      expect(findLost(store, passes)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("orders of every store view, even a deleted one, are in the total, the list and the statuses", async () => {
  const { store, client } = open();
  const views = { 1001: 1, 1002: 2, 1003: null };
  for (const [id, shopId] of Object.entries(views)) store.editOrder(Number(id), (order) => Object.assign(order, { shopId }));
  const everything: OrderWindow = { from: null, to: new Date(Date.now() + 86_400_000) };
  expect(await magento.countOrders({ client, credentials: signed }, everything)).toMatchObject({ ok: true, value: orders.length });
  const first = await magento.listChangedOrders({ client, credentials: signed }, everything, null);
  expect(first).toMatchObject({ ok: true, value: { windowTotal: orders.length, unreadable: [] } });
  const { versions } = await paginateOrders(
    (...args) => magento.listChangedOrders({ client: args[0], credentials: signed }, args[1], args[2]),
    client,
    everything,
  );
  expect(versions.size).toBe(orders.length);
  const statuses = await magento.listStatuses({ client, credentials: signed });
  if (!statuses.ok) throw new Error(statuses.failure.detail);
  expect(statuses.value.reduce((sum, status) => sum + (status.orders ?? 0), 0)).toBe(orders.length);
  for (const id of Object.keys(views))
    expect(await magento.fetchOrder({ client, credentials: signed }, id)).toMatchObject({ ok: true, value: { externalId: id } });
});

test("orders of every store are imported with weights in its unit, and their parcels are pushed", async () => {
  const { store, client } = open();
  const two = [1001, 1002];
  for (const [index, id] of two.entries())
    store.editOrder(id, (order) => {
      const [line] = order.lines;
      if (!line) throw new Error("no line");
      Object.assign(order, { shopId: index + 1, status: "processing", tracks: [], lines: [{ ...line, weightGrams: 2000 }] });
    });
  const { versions } = await paginateOrders(
    (...args) => magento.listChangedOrders({ client: args[0], credentials: signed }, args[1], args[2]),
    client,
    {
      ...window,
      to: new Date(Date.now() + 86_400_000),
    },
  );
  const weights = two.map((id) =>
    versions
      .get(`${id}`)
      ?.at(-1)
      ?.lines.map(({ weightGrams }) => weightGrams),
  );
  expect(weights).toEqual([[2000], [Math.round(2 * 453.59237)]]);
  expect(await magento.fetchOrder({ client, credentials: signed }, "1002")).toMatchObject({
    value: { lines: [{ weightGrams: weights[1]?.[0] }] },
  });
  for (const id of two) {
    const parcel = { id: `s-${id}`, orderExternalId: `${id}`, carrier: "PostNL", trackingNumber: `T${id}`, trackingUrl: null };
    expect(await magento.pushShipment({ client, credentials: signed }, parcel)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(id)?.tracks).toMatchObject([{ number: `T${id}` }]);
  }
});

describe("rights", () => {
  test("in any language, a refusal after an accepted signature means a missing right, which is named", async () => {
    const speaks = (message: string) => [...message].reverse().join("");
    const { client } = open({ speaks }, { resources: ["Magento_Sales::shipment"] });
    expect(codeOf(await magento.preflight({ client, credentials: signed }))).toBe("credentials_insufficient");
    expect(await magento.missingRights?.({ client, credentials: signed })).toEqual([
      "Magento_Sales::actions_view",
      "Magento_Backend::store",
    ]);
    const wrong = { ...signed, accessTokenSecret: "other" };
    expect(codeOf(await magento.preflight({ client, credentials: wrong })), "a wrong secret").toBe("credentials_rejected");
  });

  test("a key that reads orders but no settings lacks the right for weights; one with all rights lacks none", async () => {
    for (const credentials of [signed, bearer]) {
      const { client } = open({}, { resources: ["Magento_Sales::actions_view", "Magento_Sales::shipment"] });
      expect(await magento.missingRights?.({ client, credentials })).toEqual(["Magento_Backend::store"]);
      expect(await magento.missingRights?.({ client: open().client, credentials })).toEqual([]);
    }
  });

  test("a shop that breaks down while rights are read is not reported as refusing them", async () => {
    const { client } = open();
    const broken: ShopClient = { ...client, send: async () => ({ ok: false, failure: shopFailure("server_error", "HTTP 500") }) };
    expect(await magento.missingRights?.({ client: broken, credentials: signed })).toEqual([]);
  });
});

describe("tracking", () => {
  const shipment: Shipment = { id: "s-1", orderExternalId: "1001", carrier: "PostNL", trackingNumber: "3SABC1234567", trackingUrl: null };

  test("ships an open order with its track once", async () => {
    const { store, client } = open();
    store.setStatus(1001, "processing");
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.tracks).toMatchObject([{ carrier: "PostNL", number: "3SABC1234567" }]);
    const digest = store.digest();
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.digest()).toBe(digest);
  });

  test("adds a second parcel's track to the existing shipment", async () => {
    const { store, client } = open();
    store.setStatus(1001, "processing");
    await magento.pushShipment({ client, credentials: signed }, shipment);
    expect(await magento.pushShipment({ client, credentials: signed }, { ...shipment, trackingNumber: "T2" })).toMatchObject({
      ok: true,
      value: "pushed",
    });
    expect(store.orders.get(1001)?.tracks.map(({ number }) => number)).toEqual(["3SABC1234567", "T2"]);
  });

  test("ships the rest of a partly shipped order with the new track", async () => {
    const { store, client } = open();
    const parts = [...store.orders.values()].find((order) => order.lines.length > 1);
    if (!parts) throw new Error("no order of several lines");
    store.editOrder(parts.id, (order) => {
      order.status = "processing";
      order.partlyShipped = true;
      order.tracks = [{ id: 1, carrier: "DHL", number: "BY-HAND", at: store.now() }];
    });
    const rest = { ...shipment, orderExternalId: String(parts.id) };
    expect(await magento.pushShipment({ client, credentials: signed }, rest)).toMatchObject({ ok: true, value: "pushed" });
    expect(client.sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([`/rest/V1/order/${parts.id}/ship`]);
    expect(store.orders.get(parts.id)).toMatchObject({ partlyShipped: false, tracks: [{ number: "BY-HAND" }, { number: "3SABC1234567" }] });
    expect(await magento.pushShipment({ client, credentials: signed }, rest)).toMatchObject({ ok: true, value: "already_there" });
  });

  const withKinds = (kinds: readonly FakeOrderLine["kind"][], state: Partial<FakeOrder> = {}) => {
    const opened = open();
    opened.store.editOrder(1001, (order) => {
      const [line] = order.lines;
      if (!line) throw new Error("no line");
      order.lines = kinds.map((kind, index) => ({ ...line, id: 4004 + index, quantity: 2, ...(kind ? { kind } : {}) }));
      Object.assign(order, { status: "processing", tracks: [] }, state);
    });
    const posts = () => opened.client.sent.filter(({ method }) => method === "POST").map(({ path }) => path.replace("/rest/V1", ""));
    return { ...opened, posts };
  };

  test.each<[string, FakeOrderLine["kind"][]]>([
    ["a configured product", ["configurable"]],
    ["a bundle that is sent whole", ["bundle"]],
    ["a bundle whose parts are shipped separately", ["bundle_in_parts"]],
    ["a bundle in parts beside virtual goods", ["bundle_in_parts", "virtual"]],
  ])("ships %s once, and adds a second parcel's number to that shipment without shipping again", async (_name, kinds) => {
    const { client, posts, store } = withKinds(kinds);
    const second = { ...shipment, trackingNumber: "T2" };
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(await magento.pushShipment({ client, credentials: signed }, second)).toMatchObject({ ok: true, value: "pushed" });
    expect(posts()).toEqual(["/order/1001/ship", "/shipment/track"]);
    for (const parcel of [shipment, second])
      expect(await magento.pushShipment({ client, credentials: signed }, parcel)).toMatchObject({ ok: true, value: "already_there" });
    expect(store.orders.get(1001)?.tracks.map(({ number }) => number)).toEqual(["3SABC1234567", "T2"]);
  });

  test.each<[string, FakeOrderLine["kind"][]]>([
    ["a configured product", ["bundle_in_parts", "configurable"]],
    ["a bundle that is sent whole", ["configurable", "bundle"]],
    ["a bundle in parts", ["configurable", "bundle_in_parts"]],
  ])("ships %s that is still open after the merchant shipped the rest by hand", async (_name, kinds) => {
    const { client, posts, store } = withKinds(kinds, { partlyShipped: true });
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(posts()).toEqual(["/order/1001/ship"]);
    expect(store.orders.get(1001)).toMatchObject({ partlyShipped: false, tracks: [{ number: "3SABC1234567" }] });
  });

  test("notifies the customer of an order without shippable items by one comment, and never ships it", async () => {
    const { client, posts, store } = withKinds(["virtual", "virtual"], { status: "completed" });
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "already_there" });
    expect(posts()).toEqual(["/orders/1001/comments"]);
    expect(store.orders.get(1001)?.notes).toMatchObject([{ text: "PostNL: 3SABC1234567", forCustomer: true }]);
  });

  test("counts what was sold once: child rows of a configurable product or bundle are not lines", async () => {
    const { client } = withKinds(["configurable", "bundle", "bundle_in_parts", "virtual"]);
    const read = await magento.fetchOrder({ client, credentials: signed }, "1001");
    expect(read.ok && read.value && "lines" in read.value ? read.value.lines.map(({ quantity }) => quantity) : []).toEqual([2, 2, 2, 2]);
  });

  test("leaves an order on hold alone until it is released, and ships it then", async () => {
    const { store, client } = open();
    store.setStatus(1001, "on-hold");
    const digest = store.digest();
    const onHold = { ok: true, value: { delayedBy: "order_on_hold" } };
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject(onHold);
    expect(store.digest()).toBe(digest);
    store.setStatus(1001, "processing");
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)).toMatchObject({ tracks: [{ number: "3SABC1234567" }], notes: [] });
  });

  test("retries what Magento refuses to ship now, with its message, and writes nothing else", async () => {
    const { store, client } = open();
    store.editOrder(1001, (order) => Object.assign(order, { status: "processing", outOfStock: true }));
    const digest = store.digest();
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({
      value: { delayedBy: "shipping_refused", detail: "Could not save a shipment, see error log for details" },
    });
    expect(store.digest()).toBe(digest);
    store.editOrder(1001, (order) => {
      order.outOfStock = false;
    });
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
  });

  test("adds a further parcel's number to the last of several shipments", async () => {
    const { store, client } = open();
    store.editOrder(1001, (order) => Object.assign(order, { status: "completed", shipmentIds: [900_001, 900_007] }));
    expect(await magento.pushShipment({ client, credentials: signed }, shipment)).toMatchObject({ ok: true, value: "pushed" });
    expect(store.orders.get(1001)?.tracks).toMatchObject([{ shipmentId: 900_007 }]);
  });

  test("comments on an order that can never be shipped once per number, even if one contains another", async () => {
    const { store, client } = open();
    store.setStatus(1001, "cancelled");
    const push = (trackingNumber: string) => magento.pushShipment({ client, credentials: signed }, { ...shipment, trackingNumber });
    expect(await push("3SABC12345678")).toMatchObject({ ok: true, value: "pushed" });
    expect(await push("3SABC1234567")).toMatchObject({ ok: true, value: "pushed" });
    expect(await push("3SABC1234567")).toMatchObject({ ok: true, value: "already_there" });
    const reported = store.orders
      .get(1001)
      ?.notes.filter((note) => note.forCustomer)
      .map((note) => note.text);
    expect(reported).toEqual(["PostNL: 3SABC12345678", "PostNL: 3SABC1234567"]);
  });

  test("encodes blanks as %20, because older versions check a plus sign literally", async () => {
    const { client } = open();
    await magento.listChangedOrders({ client, credentials: signed }, window, null);
    await magento.countOrders({ client, credentials: signed }, window);
    expect(client.sent.map(({ path }) => path).filter((path) => path.includes("+"))).toEqual([]);
  });

  test("reports a deleted order as missing, and a key that may not ship as insufficient", async () => {
    const { client } = open();
    expect(await magento.pushShipment({ client, credentials: signed }, { ...shipment, orderExternalId: "999999999" })).toMatchObject({
      value: "order_missing",
    });
    const reader = open({}, { resources: ["Magento_Sales::actions_view", "Magento_Sales::shipment"] });
    reader.store.setStatus(1001, "processing");
    expect(codeOf(await magento.pushShipment({ client: reader.client, credentials: bearer }, shipment))).toBe("credentials_insufficient");
  });
});

test.skipIf(!recordingsAreThere())("every recorded order of Magento 2.4 is read as the shop showed it", () => {
  const recorded = readRecordedJson("magento-2.4/orders.json") as {
    items: { entity_id: number; grand_total: number; updated_at: string }[];
  };
  expect(recorded.items).toHaveLength(5);
  for (const raw of recorded.items) {
    expect(readMagentoOrder(raw, new Map([["1", "lbs"]]))).toMatchObject({
      kind: "order",
      order: {
        externalId: String(raw.entity_id),
        total: String(raw.grand_total),
        modifiedAt: new Date(`${raw.updated_at.replace(" ", "T")}Z`),
        shipping: { city: "Eindhoven", country: "NL", phone: "0401234567" },
        lines: [{ sku: "BOX", weightGrams: 454 }],
        raw,
      },
    });
  }
});

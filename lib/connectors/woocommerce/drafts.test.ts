import { describe, expect, test } from "vitest";
import type { OrderWindow, ShopClient } from "@/lib/connectors/shop";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { listWooOrders } from "@/lib/connectors/woocommerce/orders";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { paginateOrders } from "@/lib/testing/paginate-orders";

// Records among WooCommerce's orders that were never ordered: carts of the block checkout (`checkout-draft`; `status=any` lists them up to 10.8, but
// not from 10.9.4), drafts of the admin area (`auto-draft`) and the trash.

const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const window: OrderWindow = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") };
const OWN_STATUSES = ["checkout-draft", "packed", "auto-draft"];

const orders: FakeOrder[] = generateOrders({ count: 240, from: new Date("2026-11-01T00:00:00Z"), to: window.to, seed: 11 }).map(
  (order, index) => {
    const wooStatus = OWN_STATUSES[index % 5];
    if (wooStatus) return { ...order, wooStatus };
    return index % 10 === 3 ? { ...order, status: "trash" } : order;
  },
);
const idsOf = (wanted: (order: FakeOrder) => boolean): string[] => orders.filter(wanted).map(({ id }) => String(id));
const placed = idsOf(({ wooStatus, status }) => (wooStatus ? wooStatus === "packed" : status !== "trash"));
const carts = idsOf(({ wooStatus }) => wooStatus === "checkout-draft");
const drafts = idsOf(({ wooStatus }) => wooStatus === "auto-draft");
const trashed = idsOf(({ wooStatus, status }) => !wooStatus && status === "trash");

const VERSIONS = ["10.6.2", "11.0.1"];
const open = (held: readonly FakeOrder[] = orders, version = "10.6.2", behaviour: Behaviour = {}) =>
  directShopClient({ shopSystem: "woocommerce", store: new FakeStore(held), key, version, behaviour });

test.each([
  ["10.6.2", 100],
  ["10.6.2", 7],
  ["11.0.1", 100],
  ["11.0.1", 7],
])("carts, drafts and trashed orders are skipped, and plugin statuses are read, in %s with pages of %i", async (version, pageSize) => {
  const client = open(orders, version);
  const paginated = await paginateOrders(
    (asked, part, after) => listWooOrders({ client: asked, credentials: key }, part, after, undefined, pageSize),
    client,
    window,
  );
  expect([...paginated.versions.keys()].toSorted()).toEqual(placed.toSorted());
  expect([...paginated.versions.values()].some(([order]) => order?.status === "packed")).toBe(true);
});

test("a page that contains only carts does not end pagination", async () => {
  const begins = orders.filter(({ id }) => carts.includes(String(id)));
  const last = orders.find(({ id }) => placed.at(-1) === String(id));
  const client = open([...begins, ...(last ? [last] : [])]);
  const paginated = await paginateOrders(
    (asked, part, after) => listWooOrders({ client: asked, credentials: key }, part, after, undefined, 10),
    client,
    window,
  );
  expect([...paginated.versions.keys()]).toEqual([placed.at(-1)]);
});

describe("the shop's order count", () => {
  test.each(VERSIONS)("includes only orders, in any window, in WooCommerce %s", async (version) => {
    const client = open(orders, version);
    expect(await woocommerce.countOrders({ client, credentials: key }, window)).toMatchObject({ ok: true, value: placed.length });
    const half = { from: window.from, to: new Date("2026-11-10T00:00:00Z") };
    const inHalf = orders.filter(({ id, modifiedAt }) => placed.includes(String(id)) && modifiedAt < half.to).length;
    expect(await woocommerce.countOrders({ client, credentials: key }, half)).toMatchObject({ ok: true, value: inHalf });
  });

  test.each(VERSIONS)("is returned with the first page, whether it is the only one or not, in WooCommerce %s", async (version) => {
    expect(await listWooOrders({ client: open(orders, version), credentials: key }, window, null, undefined, 100)).toMatchObject({
      value: { windowTotal: placed.length },
    });
    const few = orders.slice(0, 20);
    const total = few.filter(({ id }) => placed.includes(String(id))).length;
    expect(await listWooOrders({ client: open(few, version), credentials: key }, window, null, undefined, 100)).toMatchObject({
      value: { windowTotal: total, next: null },
    });
  });

  const counts = (client: ShopClient) => woocommerce.countOrders({ client, credentials: key }, window);

  test("is correct if there are more carts than orders", async () => {
    const many = orders.slice(0, 20).map((order, index): FakeOrder => (index < 15 ? { ...order, wooStatus: "checkout-draft" } : order));
    const held = many.filter((order) => !order.wooStatus || order.wooStatus === "packed").filter(({ status }) => status !== "trash").length;
    for (const version of VERSIONS) expect(await counts(open(many, version))).toMatchObject({ ok: true, value: held });
  });

  test.each(VERSIONS)("determines once whether it includes carts, without further requests: %s", async (version) => {
    const client = open(orders, version);
    await counts(client);
    const asked = client.sent.length;
    expect(woocommerce.carts?.known(client)).toBe(version === "10.6.2");
    expect(await counts(client)).toMatchObject({ value: placed.length });
    expect(client.sent.length - asked).toBe(version === "10.6.2" ? 2 : 1);
  });

  test("follows the shop's behaviour, not its version, and is determined again after the shop is described", async () => {
    const behaviour: Behaviour = { anyHoldsDrafts: true };
    const client = open(orders, "11.0.1", behaviour);
    expect(await counts(client)).toMatchObject({ value: placed.length });
    expect(woocommerce.carts?.known(client)).toBe(true);
    behaviour.anyHoldsDrafts = false;
    await woocommerce.describe({ client, credentials: key });
    expect(await counts(client)).toMatchObject({ value: placed.length });
    expect(woocommerce.carts?.known(client)).toBe(false);
  });

  /** Overrides the response to the request for one cart. */
  const answering = (client: ShopClient, headers: Record<string, string>, body: string): ShopClient => ({
    ...client,
    send: async (request) => {
      const sent = await client.send(request);
      if (!sent.ok || !request.path.includes("include=")) return sent;
      return { ok: true, answer: { ...sent.answer, headers: { ...sent.answer.headers, ...headers }, body } };
    },
  });

  test.each([
    ["the filter is ignored, and other orders are returned", { "x-wp-total": "168" }, '[{"id":1,"status":"packed"}]'],
    ["the cart was ordered meanwhile", { "x-wp-total": "1" }, `[{"id":${carts[0]},"status":"processing"}]`],
    ["a list without the cart has a total that includes it", { "x-wp-total": "1" }, "[]"],
    ["the total header is removed", { "x-wp-total": "" }, "[]"],
  ])("is unknown if it cannot be determined: %s", async (_why, headers, body) => {
    const client = answering(open(orders, "11.0.1"), headers, body);
    expect(await counts(client)).toMatchObject({ ok: true, value: null });
    expect(woocommerce.carts?.known(client)).toBeNull();
  });

  test("is unknown if the cart disappears from every list meanwhile", async () => {
    const client = answering(open(orders, "10.6.2"), { "x-wp-total": "0" }, "[]");
    expect(await counts(client)).toMatchObject({ ok: true, value: null });
  });

  test("needs no draft status, which shops without the block checkout do not have", async () => {
    const client = open(orders.filter(({ id }) => placed.includes(String(id))));
    const old: ShopClient = {
      ...client,
      send: async (request) => {
        const sent = await client.send(request);
        if (!sent.ok || !request.path.includes("checkout-draft")) return sent;
        const body =
          '{"code":"rest_invalid_param","message":"Invalid parameter(s): status","data":{"status":400,"params":{"status":"status[0] is not one of any, trash, pending, and failed."}}}';
        return { ok: true, answer: { ...sent.answer, status: 400, body } };
      },
    };
    expect(await woocommerce.countOrders({ client: old, credentials: key }, window)).toMatchObject({ ok: true, value: placed.length });
  });

  test("is unknown if a proxy removes the total header", async () => {
    const client = open();
    const bare: ShopClient = {
      ...client,
      send: async (request) => {
        const sent = await client.send(request);
        if (sent.ok) sent.answer = { ...sent.answer, headers: { ...sent.answer.headers, "x-wp-total": "" } };
        return sent;
      },
    };
    expect(await woocommerce.countOrders({ client: bare, credentials: key }, window)).toMatchObject({ ok: true, value: null });
  });
});

test("a cart, a draft and a trashed order count as missing if requested by id", async () => {
  const client = open();
  for (const id of [carts[0], drafts[0], trashed[0]]) {
    expect(await woocommerce.fetchOrder({ client, credentials: key }, id ?? "")).toMatchObject({ ok: true, value: null });
    const shipment = { id: "s", orderExternalId: id ?? "", carrier: "DHL", trackingNumber: "JD1", trackingUrl: null };
    expect(await woocommerce.pushShipment({ client, credentials: key }, shipment)).toMatchObject({ ok: true, value: "order_missing" });
  }
  expect(client.sent.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a cart that is ordered is read as an order by the next pass", async () => {
  const store = new FakeStore(orders);
  const client = directShopClient({ shopSystem: "woocommerce", store, key });
  const id = Number(carts[0]);
  store.setStatus(id, "processing");
  const since = { from: window.to, to: new Date(store.now().getTime() + 1_000) };
  expect(await woocommerce.listChangedOrders({ client, credentials: key }, since, null)).toMatchObject({
    value: { orders: [{ externalId: String(id), status: "processing" }] },
  });
});

import { describe, expect, test } from "vitest";
import type { OrderWindow, ShopClient } from "@/lib/connectors/shop";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { listWooOrders } from "@/lib/connectors/woocommerce/orders";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { paginateOrders } from "@/lib/testing/walk-orders";

// What WooCommerce keeps among its orders and nobody has ordered: carts in the block checkout (`checkout-draft`, which `status=any` lists),
// orders begun in the admin (`auto-draft`) and the bin.

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
const begun = idsOf(({ wooStatus }) => wooStatus === "auto-draft");
const binned = idsOf(({ wooStatus, status }) => !wooStatus && status === "trash");

const open = (held: readonly FakeOrder[] = orders) => directShopClient({ platform: "woocommerce", store: new FakeStore(held), key });

test.each([100, 7])("carts, begun orders and the bin are no orders, statuses of plugins are, with pages of %i", async (pageSize) => {
  const client = open();
  const walked = await paginateOrders((asked, part, after) => listWooOrders(asked, key, part, after, undefined, pageSize), client, window);
  expect([...walked.versions.keys()].toSorted()).toEqual(placed.toSorted());
  expect([...walked.versions.values()].some(([order]) => order?.status === "packed")).toBe(true);
});

test("a page of carts alone is no end of the walk", async () => {
  const begins = orders.filter(({ id }) => carts.includes(String(id)));
  const last = orders.find(({ id }) => placed.at(-1) === String(id));
  const client = open([...begins, ...(last ? [last] : [])]);
  const walked = await paginateOrders((asked, part, after) => listWooOrders(asked, key, part, after, undefined, 10), client, window);
  expect([...walked.versions.keys()]).toEqual([placed.at(-1)]);
});

describe("the shop's count, which stands beside ours,", () => {
  test("holds orders alone, in any window", async () => {
    const client = open();
    expect(await woocommerce.countOrders(client, key, window)).toMatchObject({ ok: true, value: placed.length });
    const half = { from: window.from, to: new Date("2026-11-10T00:00:00Z") };
    const inHalf = orders.filter(({ id, modifiedAt }) => placed.includes(String(id)) && modifiedAt < half.to).length;
    expect(await woocommerce.countOrders(client, key, half)).toMatchObject({ ok: true, value: inHalf });
  });

  test("is told with the first page, whether it is the only one or not", async () => {
    expect(await listWooOrders(open(), key, window, null, undefined, 100)).toMatchObject({ value: { windowTotal: placed.length } });
    const few = orders.slice(0, 20);
    const total = few.filter(({ id }) => placed.includes(String(id))).length;
    expect(await listWooOrders(open(few), key, window, null, undefined, 100)).toMatchObject({ value: { windowTotal: total, next: null } });
  });

  test("needs no draft status: shops without the block checkout do not know it", async () => {
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
    expect(await woocommerce.countOrders(old, key, window)).toMatchObject({ ok: true, value: placed.length });
  });

  test("is not known where something on the way removes the header that counts", async () => {
    const client = open();
    const bare: ShopClient = {
      ...client,
      send: async (request) => {
        const sent = await client.send(request);
        if (sent.ok) sent.answer = { ...sent.answer, headers: { ...sent.answer.headers, "x-wp-total": "" } };
        return sent;
      },
    };
    expect(await woocommerce.countOrders(bare, key, window)).toMatchObject({ ok: true, value: null });
  });
});

test("a cart, a begun order and one in the bin are as good as gone when they are asked for by their id", async () => {
  const client = open();
  for (const id of [carts[0], begun[0], binned[0]]) {
    expect(await woocommerce.fetchOrder(client, key, id ?? "")).toMatchObject({ ok: true, value: null });
    const shipment = { id: "s", orderExternalId: id ?? "", carrier: "DHL", trackingNumber: "JD1", trackingUrl: null };
    expect(await woocommerce.pushShipment(client, key, shipment)).toMatchObject({ ok: true, value: "order_missing" });
  }
  expect(client.sent.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a cart that is ordered becomes an order, read by the next walk", async () => {
  const store = new FakeStore(orders);
  const client = directShopClient({ platform: "woocommerce", store, key });
  const id = Number(carts[0]);
  store.setStatus(id, "processing");
  const since = { from: window.to, to: new Date(store.now().getTime() + 1_000) };
  expect(await woocommerce.listChangedOrders(client, key, since, null)).toMatchObject({
    value: { orders: [{ externalId: String(id), status: "processing" }] },
  });
});

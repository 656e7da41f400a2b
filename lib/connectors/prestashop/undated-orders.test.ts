import { expect, test } from "vitest";
import { prestashop } from "@/lib/connectors/prestashop/index";
import { listPrestashopOrders } from "@/lib/connectors/prestashop/orders";
import type { OrderWindow } from "@/lib/connectors/shop";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { paginateOrders } from "@/lib/testing/paginate-orders";

// Orders whose date_upd is 0000-00-00 00:00:00, as imports and old modules leave it. They count as changed when they were placed.

const credentials = { key: "FULLKKKKKKKKKKKKKKKKKKKKKKKKKKKK" };
const start = new Date("2026-11-01T00:00:00Z");
const end = new Date("2026-11-20T00:00:00Z");
const everything: OrderWindow = { from: null, to: end };

/** Orders of which every third one is undated, from the second on. */
const orders = generateOrders({ count: 60, from: start, to: end, seed: 3 }).map(
  (order, index): FakeOrder => (index % 3 === 1 ? { ...order, modifiedAt: order.createdAt, isUndated: true } : order),
);

const open = (held: readonly FakeOrder[] = orders, behaviour: Behaviour = {}) => {
  const store = new FakeStore(held);
  const key = { apiKey: credentials.key };
  const client = directShopClient({ shopSystem: "prestashop", store, key, behaviour, version: "8.2.1", timeZone: "Europe/Paris" });
  const count = (window: OrderWindow) => prestashop.countOrders({ client, credentials }, window);
  const read = (window: OrderWindow, pageSize = 50) =>
    paginateOrders((...args) => listPrestashopOrders({ client: args[0], credentials }, args[1], args[2], pageSize), client, window);
  return { store, client, count, read };
};

test.each([1, 2, 7, 50])("are listed once among the others and counted, %i a page", async (pageSize) => {
  const { count, read } = open();
  const { versions } = await read(everything, pageSize);
  expect(versions.size).toBe(60);
  for (const order of orders)
    expect(versions.get(`${order.id}`)).toMatchObject([{ modifiedAt: order.modifiedAt, placedAt: order.createdAt }]);
  expect(await count(everything)).toMatchObject({ ok: true, value: 60 });
});

test("belong to the window in which they were placed", async () => {
  const { count, read } = open();
  const middle = new Date("2026-11-10T00:00:00Z");
  const parts: OrderWindow[] = [
    { from: null, to: middle },
    { from: middle, to: end },
  ];
  for (const part of parts) {
    const inside = orders.filter(({ modifiedAt }) => modifiedAt < part.to && (part.from === null || modifiedAt >= part.from));
    expect((await read(part)).versions.size).toBe(inside.length);
    expect(await count(part)).toMatchObject({ ok: true, value: inside.length });
  }
});

test("are all listed, even if more than a page were placed within one second", async () => {
  const at = new Date("2026-11-05T10:00:00Z");
  const crowd = orders.map((order, index): FakeOrder => {
    const { isUndated: _, ...dated } = order;
    return { ...dated, createdAt: at, modifiedAt: at, ...(index % 2 === 0 ? { isUndated: true } : {}) };
  });
  expect((await open(crowd).read(everything, 7)).versions.size).toBe(60);
});

test("without a date of their own either are quarantined and counted", async () => {
  const { client, count } = open(orders.map((order, index): FakeOrder => (index === 4 ? { ...order, damage: "no_dates" } : order)));
  const page = await listPrestashopOrders({ client, credentials }, everything, null, 100);
  expect(page.ok && page.value.unreadable).toMatchObject([{ externalId: `${orders[4]?.id}`, modifiedAt: null }]);
  expect(page.ok && page.value.orders.length).toBe(59);
  expect(await count(everything)).toMatchObject({ ok: true, value: 60 });
});

test("are quarantined one by one where the shop breaks down on them", async () => {
  const broken = orders[4]?.id ?? 0;
  const { client } = open(orders, { breaksOn: [broken], breaksOnFields: true });
  const page = await listPrestashopOrders({ client, credentials }, everything, null, 100);
  expect(page.ok && page.value.unreadable.map(({ externalId }) => externalId)).toEqual([`${broken}`]);
  expect(page.ok && page.value.orders.length).toBe(59);
});

test("are asked for once a run, by one request if there is none", async () => {
  const { client, count } = open(orders.map(({ isUndated: _, ...order }) => order));
  await count(everything);
  await count({ from: start, to: end });
  expect(client.sent.filter(({ path }) => decodeURIComponent(path).includes("<[1970-01-01"))).toHaveLength(1);
});

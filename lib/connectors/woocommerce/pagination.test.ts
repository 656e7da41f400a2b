import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { OrderCursor, OrderWindow, ReadableOrder, ShopClient } from "@/lib/connectors/shop";
import { listWooOrders } from "@/lib/connectors/woocommerce/orders";
import { type DirectShopClient, directShopClient } from "@/lib/testing/direct-shop-client";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";

// Property tests send thousands of requests, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const start = new Date("2026-11-01T00:00:00Z");
const past: OrderWindow = { from: start, to: new Date("2026-11-20T00:00:00Z") };

/** Orders at the given seconds after the start; several may share one. */
const ordersAt = (seconds: readonly number[]): FakeOrder[] =>
  generateOrders({ count: seconds.length, from: start, to: past.to, seed: 7, firstId: 95 }).map((order, index) => ({
    ...order,
    customerNote: "0",
    modifiedAt: new Date(start.getTime() + (seconds[index] ?? 0) * 1000),
  }));

interface Paginated {
  versions: Map<string, ReadableOrder[]>;
  pages: number;
}

async function paginate(client: ShopClient, window: OrderWindow, pageSize: number, keepsHint = true): Promise<Paginated> {
  const versions = new Map<string, ReadableOrder[]>();
  let [after, pages]: [OrderCursor | null, number] = [null, 0];
  do {
    const result = await listWooOrders({ client, credentials: key }, window, after, undefined, pageSize);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    pages += 1;
    expect(pages).toBeLessThan(2_000);
    for (const order of result.value.orders) versions.set(order.externalId, [...(versions.get(order.externalId) ?? []), order]);
    const { next } = result.value;
    after = next && (keepsHint ? next : { modifiedAt: next.modifiedAt, externalId: next.externalId });
  } while (after);
  return { versions, pages };
}

const newest = (versions: readonly ReadableOrder[] | undefined): unknown => {
  const raw = versions?.at(-1)?.raw as { customer_note?: string; date_modified_gmt?: string } | undefined;
  return raw && { note: raw.customer_note, at: raw.date_modified_gmt };
};

/** The state of an importer that stores every version it receives, but never an older one over a newer one. */
function expectEverythingHeld(store: FakeStore, passes: readonly Paginated[]): void {
  for (const order of store.listOrders()) {
    const held = passes.flatMap(({ versions }) => versions.get(String(order.id)) ?? []);
    expect(newest(held), `order ${order.id}`).toEqual({ note: order.customerNote, at: order.modifiedAt.toISOString().slice(0, 19) });
  }
}

const seconds = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 });
const LAST_CHANGE_AT = 30;
const edits = fc.array(fc.record({ atRequest: fc.integer({ min: 1, max: LAST_CHANGE_AT }), order: fc.nat(), remove: fc.boolean() }), {
  maxLength: 25,
});

function shopUnderEdits(at: readonly number[], changes: readonly { atRequest: number; order: number; remove: boolean }[]) {
  const store = new FakeStore(ordersAt(at));
  const client: DirectShopClient = directShopClient({
    shopSystem: "woocommerce",
    store,
    key,
    behaviour: {
      onRequest(_store, count) {
        store.skewMs += 400;
        for (const change of changes.filter(({ atRequest }) => atRequest === count)) {
          const ids = [...store.orders.keys()];
          const id = ids[change.order % Math.max(1, ids.length)];
          if (id === undefined) continue;
          if (change.remove && change.order % 3 === 0) store.removeOrder(id);
          else store.editOrder(id, (order) => (order.customerNote = String(Number(order.customerNote) + 1)));
        }
      },
    },
  });
  return { store, client };
}

/** Consecutive windows, each ending in the shop's past, until nothing changes any more. */
async function paginateUntilStable(
  client: ShopClient,
  shop: { store: FakeStore; sent: readonly unknown[] },
  pageSize: number,
  keepsHint = true,
) {
  const passes: Paginated[] = [];
  let from = start;
  for (let isLast = false; !isLast; ) {
    isLast = shop.sent.length > LAST_CHANGE_AT;
    shop.store.skewMs += isLast ? 5_000 : 1_500;
    const to = new Date(shop.store.now().getTime() - 2_000);
    passes.push(await paginate(client, { from, to }, pageSize, keepsHint));
    from = to;
  }
  return passes;
}

test("no order edited or removed during pagination is lost or held in an older version, at any page size", async () => {
  await fc.assert(
    fc.asyncProperty(seconds, edits, fc.integer({ min: 1, max: 12 }), fc.boolean(), async (at, changes, pageSize, keepsHint) => {
      const { store, client } = shopUnderEdits(at, changes);
      expectEverythingHeld(store, await paginateUntilStable(client, { store, sent: client.sent }, pageSize, keepsHint));
    }),
    { numRuns: 150 },
  );
});

test("an idle shop is read once: every order exactly once, sorted by (modified, id)", async () => {
  await fc.assert(
    fc.asyncProperty(seconds, fc.integer({ min: 1, max: 12 }), fc.boolean(), async (at, pageSize, keepsHint) => {
      const store = new FakeStore(ordersAt(at));
      const client = directShopClient({ shopSystem: "woocommerce", store, key });
      const { versions } = await paginate(client, past, pageSize, keepsHint);
      expect([...versions.values()].every((list) => list.length === 1)).toBe(true);
      const expected = store.listOrders().sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime() || a.id - b.id);
      expect([...versions.keys()]).toEqual(expected.map(({ id }) => String(id)));
    }),
    { numRuns: 50 },
  );
});

test("a window includes changes of its first second, and excludes those of its last", async () => {
  const store = new FakeStore(ordersAt([0, 5, 10]));
  const client = directShopClient({ shopSystem: "woocommerce", store, key });
  const { versions } = await paginate(client, { from: start, to: new Date(start.getTime() + 10_000) }, 100);
  expect([...versions.keys()]).toEqual(["95", "96"]);
});

test("a thousand orders of one second cost about one request per page", async () => {
  const store = new FakeStore(ordersAt(Array.from({ length: 1_000 }, () => 3)));
  const client = directShopClient({ shopSystem: "woocommerce", store, key });
  const { versions } = await paginate(client, past, 100);
  expect(versions.size).toBe(1_000);
  expect(client.sent.length).toBeLessThanOrEqual(14);
});

test("pages that the shop cuts short or begins with a repeated order lose nothing", async () => {
  for (const behaviour of [{ shrinkPagesTo: 3 }, { duplicatePages: true }]) {
    const store = new FakeStore(ordersAt([0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3]));
    const client = directShopClient({ shopSystem: "woocommerce", store, key, behaviour });
    expectEverythingHeld(store, [await paginate(client, past, 5)]);
  }
});

/** A shop before WooCommerce 5.8: it refuses to sort by modification time and does not know the filter. */
const oldShop = (client: ShopClient, version: { knowsFilter: boolean }): ShopClient => ({
  baseUrl: client.baseUrl,
  async send(request) {
    const [path, search] = request.path.split("?");
    const query = new URLSearchParams(search);
    if (query.get("orderby") === "modified") {
      const body = {
        code: "rest_invalid_param",
        message: "Invalid parameter(s): orderby",
        data: { status: 400, params: { orderby: "no" } },
      };
      return { ok: true, answer: { origin: client.baseUrl, status: 400, headers: {}, body: JSON.stringify(body), clockSkewMs: 0 } };
    }
    if (!version.knowsFilter) for (const name of ["modified_after", "modified_before"]) query.delete(name);
    return client.send({ ...request, path: `${path}?${query}` });
  },
});

test("shops that cannot sort by modification time are paginated by id, with or without the filter", async () => {
  await fc.assert(
    fc.asyncProperty(seconds, edits, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (at, changes, pageSize, knowsFilter) => {
      const { store, client } = shopUnderEdits(at, changes);
      const old = oldShop(client, { knowsFilter });
      const passes = await paginateUntilStable(old, { store, sent: client.sent }, pageSize);
      expectEverythingHeld(store, passes);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["every total exceeds its list by 37", { countsBeyond: 37 }, 30, []],
  ["every total exceeds its list by 37, of one second", { countsBeyond: 37 }, 0, []],
  ["a plugin removes 37 orders of one second", {}, 0, Array.from({ length: 37 }, (_, index) => 120 + index)],
] as const)("a list ends within a handful of requests beyond its pages although %s", async (_, behaviour, spread, unlisted) => {
  const store = new FakeStore(ordersAt(Array.from({ length: 137 }, (_unused, index) => (spread === 0 ? 3 : index % spread))));
  const client = directShopClient({ shopSystem: "woocommerce", store, key, behaviour: { ...behaviour, unlisted } });
  for (const pageSize of [10, 37, 100]) {
    const before = client.sent.length;
    const { versions } = await paginate(client, past, pageSize);
    expect(versions.size).toBe(137 - unlisted.length);
    expect(client.sent.length - before).toBeLessThan(20 + 5 * Math.ceil(137 / pageSize));
  }
});

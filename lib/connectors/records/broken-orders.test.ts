import { describe, expect, test, vi } from "vitest";
import { isNameless } from "@/lib/connectors/records/order-fields";
import { connectorFor } from "@/lib/connectors/registry";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { COUNT, countOf, openShopClient, type Paginated, paginateShop, versionsOf, WINDOW } from "@/lib/testing/paginate-shop";
import { recentOrders, SHOP_KEYS_OF } from "@/lib/testing/sync-shop";

vi.setConfig({ testTimeout: 120_000 });

/** How a shop's response may break off because of a single order. */
const ENDINGS = [502, 503, 504, "reset", "silence"] as const;
/** For tests about silence. */
const SHORT_PATIENCE_MS = 1_000;

// A plugin that fails on an order breaks every list that contains it. Shopify's shops run no merchant code.
test.concurrent("an order that breaks Magento is found even if the shop's count is cached", async () => {
  const { client } = await openShopClient("magento", recentOrders(40), { breaksOn: [1008, 1030], breaksBy: 502, countsAtMost: 30 });
  const { unreadable } = await paginateShop("magento", client);
  expect([...unreadable].toSorted()).toEqual(["1008", "1030"]);
});

describe.concurrent.each(SHOP_SYSTEMS.filter((shopSystem) => shopSystem !== "shopify"))(
  "a connector to %s of which a plugin fails on single orders",
  (shopSystem) => {
    const quarantined = async (
      orders: readonly FakeOrder[],
      behaviour: Behaviour & { breaksOn: readonly number[] },
      patienceMs?: number,
    ) => {
      const { shop, client } = await openShopClient(shopSystem, orders, behaviour, patienceMs);
      const paginated = await paginateShop(shopSystem, client);
      expect(paginated.failures).toEqual([]);
      const others = [...versionsOf(shop)].filter((version) => !behaviour.breaksOn.includes(Number(version.split(" ")[0])));
      expect(paginated.versions).toEqual(new Set(others));
      return { shop, client, paginated };
    };
    const idsOf = ({ unreadable }: Paginated): number[] => [...unreadable].map(Number).toSorted((a, b) => a - b);

    test("quarantines them by id, returns all others, and returns them once the plugin is fixed", async () => {
      const breaksOn = [1001, 1060, 1061, 1140, 1250];
      const { shop, client, paginated } = await quarantined(recentOrders(COUNT), { breaksOn });
      expect(idsOf(paginated)).toEqual(breaksOn);
      for (const order of shop.shop.listOrders().filter(({ id }) => breaksOn.includes(id)))
        expect(paginated.quarantinedAt.get(String(order.id))).toEqual(order.modifiedAt);
      expect(await countOf(shopSystem, client)).toMatchObject({ ok: true, value: COUNT });
      const connector = connectorFor(shopSystem);
      expect(await connector.preflight({ client, credentials: SHOP_KEYS_OF[shopSystem] })).toMatchObject({ ok: true });
      expect(await connector.fetchOrder({ client, credentials: SHOP_KEYS_OF[shopSystem] }, "1060")).toMatchObject({ ok: false });
      shop.setBehaviour({});
      expect(await connector.fetchOrder({ client, credentials: SHOP_KEYS_OF[shopSystem] }, "1060")).toMatchObject({
        ok: true,
        value: { number: expect.any(String) },
      });
    });

    test("finds them in a second that holds more orders than a page", async () => {
      const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
      const crowd = recentOrders(COUNT).map((order) => ({ ...order, createdAt: at, modifiedAt: at }));
      const { paginated } = await quarantined(crowd, { breaksOn: [1001, 1130, 1131, 1250] });
      expect(idsOf(paginated)).toEqual([1001, 1130, 1131, 1250]);
    });

    test("quarantines a long run of them, as the plugin of an old carrier leaves behind", async () => {
      const breaksOn = Array.from({ length: 24 }, (_, index) => 1020 + index);
      const { paginated } = await quarantined(recentOrders(80), { breaksOn });
      expect(idsOf(paginated)).toEqual(breaksOn);
    });

    test("identifies them as far as possible if single fields fail too, and loses none of the others", async () => {
      const { paginated } = await quarantined(recentOrders(80), { breaksOn: [1010, 1041], breaksOnFields: true });
      if (shopSystem === "woocommerce") expect([...paginated.unreadable].every((id) => isNameless(id))).toBe(true);
      else expect(idsOf(paginated)).toEqual([1010, 1041]);
      expect(paginated.unreadable.size).toBeGreaterThan(1);
    });

    test.each(ENDINGS)("quarantines them if a request for them ends in %s", async (breaksBy) => {
      // Each silence takes its timeout, most of all while bisecting for Magento's order.
      const breaksOn = breaksBy === "silence" ? [1030] : [1008, 1030];
      const { shop, paginated } = await quarantined(recentOrders(40), { breaksOn, breaksBy }, SHORT_PATIENCE_MS);
      expect(idsOf(paginated)).toEqual(breaksOn);
      for (const id of breaksOn) expect(paginated.quarantinedAt.get(`${id}`)).toEqual(shop.shop.orders.get(id)?.modifiedAt);
    });

    test.each(ENDINGS.filter((ending) => ending !== "silence"))(
      "quarantines the only order of a list, and counts it, if its request ends in %s",
      async (breaksBy) => {
        const { client, paginated } = await quarantined(recentOrders(2), { breaksOn: [1002], breaksBy });
        expect(idsOf(paginated)).toEqual([1002]);
        expect(await countOf(shopSystem, client)).toMatchObject({ ok: true, value: 2 });
      },
    );

    test("waits as long as for a page only once, and then as long as for an order, if one order hangs", async () => {
      const behaviour: Behaviour = { breaksOn: [1030], breaksBy: "silence" };
      const { shop, client } = await openShopClient(shopSystem, recentOrders(120), behaviour, 6_000, 1_000);
      const connector = connectorFor(shopSystem);
      const since = performance.now();
      const fetched = await connector.fetchOrder({ client, credentials: SHOP_KEYS_OF[shopSystem] }, "1030");
      expect(fetched).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
      expect(performance.now() - since).toBeLessThan(5_000);
      const before = shop.requests.length;
      const paginated = await paginateShop(shopSystem, client);
      expect(idsOf(paginated)).toEqual([1030]);
      // After the first page: smaller pages, the order alone, and once more; for Magento also the verification of the find and of the list.
      const asked = shop.requests.slice(before);
      const waitsMs = asked.flatMap(({ status, at }, index) =>
        status === 0 ? [(asked[index + 1]?.at.getTime() ?? Date.now()) - at.getTime()] : [],
      );
      expect(waitsMs.length).toBeLessThan(9);
      // Bisecting for Magento's order requests the rest as a page once more.
      expect(waitsMs.filter((ms) => ms > 5_500).length).toBeLessThanOrEqual(shopSystem === "magento" ? 2 : 1);
    });

    test("passes the preflight if one order hangs, and reports in time if the whole shop does", async () => {
      const { shop, client } = await openShopClient(shopSystem, recentOrders(20));
      const preflight = () =>
        client.within(1_500, () => connectorFor(shopSystem).preflight({ client, credentials: SHOP_KEYS_OF[shopSystem] }));
      for (const id of [1001, 1020]) {
        shop.setBehaviour({ breaksOn: [id], breaksOnFields: true, breaksBy: "silence" });
        expect(await preflight(), `silent on ${id}`).toMatchObject({ ok: true });
      }
      shop.setBehaviour({ delayMs: 20_000 });
      const since = performance.now();
      expect(await preflight()).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
      expect(performance.now() - since).toBeLessThan(15_000);
    });

    test.each(ENDINGS)("is asked once more and no more if it is down altogether: %s", async (how) => {
      const { shop, client } = await openShopClient(shopSystem, recentOrders(COUNT), {}, SHORT_PATIENCE_MS);
      const list = () => connectorFor(shopSystem).listChangedOrders({ client, credentials: SHOP_KEYS_OF[shopSystem] }, WINDOW, null);
      // Requests sent once per client, such as for the shop's time zone.
      expect(await list()).toMatchObject({ ok: true });
      const before = shop.requests.length;
      const downs: Record<(typeof ENDINGS)[number], Behaviour> = {
        502: { serverErrors: { next: "all", status: 502 } },
        503: { serverErrors: { next: "all", status: 503 } },
        504: { serverErrors: { next: "all", status: 504 } },
        reset: { dropBody: { next: "all", afterBytes: 0 } },
        silence: { delayMs: 20_000 },
      };
      shop.setBehaviour(downs[how]);
      expect(await list()).toMatchObject({ ok: false });
      // A closed connection may have been stale, so both requests are repeated.
      expect(shop.requests.length - before).toBeLessThanOrEqual(how === "reset" ? 4 : 2);
    });

    test.each<[string, Behaviour]>([
      ["for every order", { breaksOn: recentOrders(COUNT).map(({ id }) => id) }],
      ["for every request", { serverErrors: { next: "all", status: 500 } }],
    ])("quarantines nothing in a shop that is broken %s, and gives up soon", async (_name, behaviour) => {
      const { shop, client } = await openShopClient(shopSystem, recentOrders(COUNT), behaviour);
      const listed = await connectorFor(shopSystem).listChangedOrders({ client, credentials: SHOP_KEYS_OF[shopSystem] }, WINDOW, null);
      expect(listed).toMatchObject({ ok: false, failure: { code: "server_error", status: 500 } });
      expect(shop.requests.length).toBeLessThan(16);
    });

    test.each([500, 502, 504] as const)("blames no order for a burst of errors: %i", async (status) => {
      for (let next = 1; next <= 16; next += 1) {
        const { shop, client } = await openShopClient(shopSystem, recentOrders(30), { serverErrors: { next, status } });
        const { unreadable, versions } = await paginateShop(shopSystem, client);
        expect([...unreadable], `${next} errors`).toEqual([]);
        expect(versions).toEqual(versionsOf(shop));
      }
    });

    test("loses no order that changes while they are read one by one", async () => {
      const { shop, client } = await openShopClient(shopSystem, recentOrders(60), {
        breaksOn: [1003, 1020],
        breaksOnFields: true,
        onRequest(store, count) {
          const ids = [...store.orders.keys()].filter((id) => id !== 1003 && id !== 1020);
          const id = ids[(count * 7) % ids.length];
          if (count <= 60 && id !== undefined) store.editOrder(id);
        },
      });
      await paginateShop(shopSystem, client);
      const second = await paginateShop(shopSystem, client);
      const missing = [...versionsOf(shop)].filter((version) => !second.versions.has(version) && !/^(1003|1020) /.test(version));
      expect(missing).toEqual([]);
    });
  },
);

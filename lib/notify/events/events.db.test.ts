import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { jobPlatformScope, jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { sqlWithin } from "@/lib/infra/sql";
import { type EventQuery, listEvents } from "@/lib/notify/events/data";
import { orderEvents } from "@/lib/notify/events/order-events";
import { pruneMerchantEvents } from "@/lib/notify/events/prune-events";
import { recordEvent } from "@/lib/notify/events/record-events";
import { announceAddresses, recordFirstAddresses } from "@/lib/operations/addresses/mutations";
import { storeOrders } from "@/lib/orders/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";
import { fakeShopOrder } from "@/lib/testing/shop-order";

const platform = jobPlatformScope("test");
afterAll(closeQueue);

const ALL: EventQuery = { after: 0, from: null, limit: 100, among: null, integrationId: null, types: null };

async function read(scope: MerchantScope, query: Partial<EventQuery> = {}) {
  while ((await orderEvents(platform)) > 0);
  return listEvents(scope, { ...ALL, ...query });
}

async function apply({ scope, integrationId }: ConnectedShop, event: LaneEvent): Promise<void> {
  const job = jobScope("test", scope.merchantId);
  await inMerchant(scope.merchantId, (tx) => applyLaneEvent(tx, job, { integrationId, lane: "orders_in", event, now: new Date() }));
}
const failing: LaneEvent = {
  kind: "run_failed",
  counts: true,
  followsProbe: false,
  failure: { code: "server_error", status: 500, detail: "", retryAfterSeconds: null },
};
const succeeding: LaneEvent = { kind: "run_succeeded" };

/** Any event of the shop, written in a transaction of its own. */
const happen = (shop: ConnectedShop, failure: string) => inMerchant(shop.scope.merchantId, (tx) => write(tx, shop, failure));
const write = (tx: Transaction, shop: ConnectedShop, failure: string) =>
  recordEvent(tx, shop, "parcel.failed", { shipmentId: randomUUID(), failure });

describe("events", () => {
  it("tell that a shop was throttled and works again, and when its incident began and ended", async () => {
    const shop = await connectShop();
    await apply(shop, succeeding);
    expect((await read(shop.scope)).events, "a success after a success is no news").toEqual([]);
    await apply(shop, failing);
    await apply(shop, succeeding);
    const single = (await read(shop.scope)).events.map(({ type }) => type);
    expect(single, "nor is a single failure").not.toContain("shop.recovered");
    for (let time = 0; time < 4; time++) await apply(shop, failing);
    await apply(shop, succeeding);
    await passQuietTime(shop.integrationId);
    const { events } = await read(shop.scope);
    const throttled = events.find(({ type }) => type === "shop.throttled");
    expect(throttled).toMatchObject({ integrationId: shop.integrationId, data: { lane: "orders_in", reason: "failed" } });
    const types = events.map(({ type }) => type);
    for (const type of ["shop.throttled", "shop.recovered", "incident.closed"]) expect(types.filter((one) => one === type)).toHaveLength(1);
    expect(types.indexOf("incident.opened")).toBeLessThan(types.indexOf("incident.closed"));
    expect(types.indexOf("shop.throttled")).toBeLessThan(types.indexOf("shop.recovered"));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1));
  });

  it("list imported orders in batches, once for each version, and only if their transaction commits", async () => {
    const { scope, integrationId } = await connectShop();
    const orders = Array.from({ length: 150 }, (_, index) => fakeShopOrder({ externalId: `${index}`, number: `N${index}` }));
    const store = () =>
      inMerchant(scope.merchantId, (tx) => storeOrders(sqlWithin(tx), scope, { integrationId, runId: null, orders, unreadable: [] }));
    await expect(
      inMerchant(scope.merchantId, async (tx) => {
        await storeOrders(sqlWithin(tx), scope, { integrationId, runId: null, orders, unreadable: [] });
        throw new Error("the worker dies");
      }),
    ).rejects.toThrow("the worker dies");
    expect((await read(scope)).events).toEqual([]);
    await store();
    await store();
    const { events } = await read(scope);
    const told = events.flatMap((event) => (event.type === "order.imported" ? [event.data.orders] : []));
    expect(told.map(({ length }) => length)).toEqual([100, 50]);
    expect(new Set(told.flat().map(({ number }) => number)).size).toBe(150);
    expect(told.flat().every(({ change }) => change === "created")).toBe(true);
  });

  it("are numbered without gaps in each shop, whoever writes and orders them at once", async () => {
    const one = await connectShop();
    const other = await connectShop({ merchantId: one.scope.merchantId });
    const stranger = await connectShop();
    let isWriting = true;
    const ordering = Promise.all(
      [1, 2, 3].map(async () => {
        while (isWriting) await orderEvents(platform);
      }),
    );
    await Promise.all([one, other, stranger].flatMap((shop) => Array.from({ length: 30 }, (_, index) => happen(shop, `${index}`))));
    isWriting = false;
    await ordering;
    const { events, next } = await read(one.scope);
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, place) => place + 1));
    for (const { integrationId } of [one, other]) {
      const own = events.filter((event) => event.integrationId === integrationId);
      expect(own.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, place) => place + 1));
    }
    expect(next).toBe(60);
    const [first] = (await read(stranger.scope, { limit: 1 })).events;
    expect(first, "each merchant's log begins with 1").toMatchObject({ position: 1, integrationId: stranger.integrationId });
  });

  it("get a number only when they are committed, so that a reader who goes on misses none", async () => {
    const shop = await connectShop();
    const { scope } = shop;
    const late = await inMerchant(scope.merchantId, async (tx) => {
      await write(tx, shop, "late");
      await happen(shop, "early");
      return (await read(scope)).next;
    });
    expect(late).toBe(1);
    expect((await read(scope, { after: late })).events).toMatchObject([{ position: 2, data: { failure: "late" } }]);
  });

  it("are read on from a position, from a moment, of one shop or type, and only by shops that the reader may use", async () => {
    const one = await connectShop();
    const other = await connectShop({ merchantId: one.scope.merchantId });
    for (const [shop, failure] of [
      [one, "a"],
      [other, "b"],
      [one, "c"],
    ] as const)
      await happen(shop, failure);
    const failures = async (query: Partial<EventQuery>): Promise<string> => {
      const { events } = await read(one.scope, query);
      return events.map((event) => (event.type === "parcel.failed" ? event.data.failure : "")).join("");
    };
    expect(await failures({})).toBe("abc");
    expect(await failures({ after: 1 })).toBe("bc");
    expect(await failures({ limit: 2 })).toBe("ab");
    expect(await failures({ integrationId: other.integrationId })).toBe("b");
    expect(await failures({ among: [one.integrationId] })).toBe("ac");
    expect(await failures({ types: ["order.imported"] })).toBe("");
    const later = new Date(Date.now() + 60_000);
    await inPlatform((tx) =>
      tx.merchantEvent.updateMany({ where: { merchantId: one.scope.merchantId, position: 3 }, data: { at: later } }),
    );
    expect(await failures({ from: later })).toBe("c");
    expect((await read(one.scope, { integrationId: other.integrationId })).next, "what was left out is not read again").toBe(3);
  });

  it("announce new addresses to merchants whose firewalls may have to let them in", async () => {
    const shop = await connectShop();
    const hosted = await connectShop({ shopSystem: "shopify", credentials: null });
    await recordFirstAddresses(platform, ["192.0.2.10", "192.0.2.11"]);
    const plannedOn = new Date(Date.now() + 5 * DAY_MS).toISOString().slice(0, 10);
    const announcement = { addresses: ["192.0.2.12"], retiring: ["192.0.2.11"], plannedOn };
    expect(await announceAddresses(platform, announcement)).toMatchObject({ ok: true });
    const { events } = await read(shop.scope);
    expect(events).toMatchObject([{ type: "address.announced", integrationId: null, sequence: null, position: 1, data: announcement }]);
    expect((await read(hosted.scope)).events).toEqual([]);
  });

  it("are kept for two weeks, and for each shop only so many", async () => {
    const shop = await connectShop();
    for (const failure of ["a", "b", "c"]) await happen(shop, failure);
    await read(shop.scope);
    const ofShop = { integrationId: shop.integrationId };
    await inPlatform((tx) =>
      tx.merchantEvent.updateMany({ where: { ...ofShop, position: 1 }, data: { at: new Date(Date.now() - 15 * DAY_MS) } }),
    );
    expect(await pruneMerchantEvents(platform)).toBe(1);
    expect((await read(shop.scope)).oldest).toBe(2);
    await inPlatform((tx) => tx.eventCounter.updateMany({ where: { streamId: shop.integrationId }, data: { last: 20_002 } }));
    expect(await pruneMerchantEvents(platform)).toBe(1);
    expect((await read(shop.scope)).events).toMatchObject([{ position: 3, data: { failure: "c" } }]);
  });
});

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { inMerchantSql } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 10, 0, second));

function store(
  { scope, integrationId }: ConnectedShop,
  orders: ReadableOrder[],
  unreadable: UnreadableOrder[] = [],
  asked: { askedAt?: Date; isShown?: boolean } = {},
) {
  return inMerchantSql(scope.merchantId, 15_000, (sql) =>
    storeOrders(sql, scope, { integrationId, runId: randomUUID(), orders, unreadable, ...asked }),
  );
}

const stored = ({ scope, integrationId }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) =>
    tx.shopOrder.findMany({ where: { merchantId: scope.merchantId, integrationId }, orderBy: { externalId: "asc" } }),
  );

describe("storing a page of orders", () => {
  it("distinguishes new, changed and unchanged orders", async () => {
    const shop = await connectShop();
    const orders = ["1", "2", "3"].map((externalId) => fakeShopOrder({ externalId }));
    expect(await store(shop, orders)).toMatchObject({ created: 3, updated: 0, unchanged: 0, quarantined: 0, older: [] });
    expect(await store(shop, orders)).toMatchObject({ created: 0, updated: 0, unchanged: 3, quarantined: 0, older: [] });
    const edited = fakeShopOrder({ externalId: "2", status: "completed", modifiedAt: at(400) });
    expect(await store(shop, [edited, fakeShopOrder({ externalId: "4" })])).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 0,
      quarantined: 0,
      older: [],
    });
    expect((await stored(shop)).map((order) => [order.externalId, order.status])).toEqual([
      ["1", "processing"],
      ["2", "completed"],
      ["3", "processing"],
      ["4", "processing"],
    ]);
  });

  it("ignores orders dated years ahead when it records the shop's last order", async () => {
    const shop = await connectShop();
    const last = () =>
      inMerchant(
        shop.scope.merchantId,
        async (tx) => (await tx.integration.findFirstOrThrow({ where: { id: shop.integrationId } })).lastOrderAt,
      );
    await store(shop, [
      fakeShopOrder({ externalId: "1", placedAt: at(1) }),
      fakeShopOrder({ externalId: "2", placedAt: new Date("2062-01-01") }),
    ]);
    expect(await last()).toEqual(at(1));
    await store(shop, [fakeShopOrder({ externalId: "3", placedAt: at(5) })]);
    expect(await last()).toEqual(at(5));
  });

  it("adds line weights once they can be read, and keeps them if a later reading lacks them", async () => {
    const shop = await connectShop();
    const [line] = fakeShopOrder().lines;
    if (!line) throw new Error("an order without lines");
    const reading = (weightGrams: number | null) => fakeShopOrder({ raw: { version: 1 }, lines: [{ ...line, weightGrams }] });
    const weights = async () => (await stored(shop)).map(({ lines }) => (lines as { weightGrams: unknown }[])[0]?.weightGrams);
    await store(shop, [reading(null)]);
    expect(await store(shop, [reading(900)])).toMatchObject({ updated: 1 });
    expect(await store(shop, [reading(null)])).toMatchObject({ unchanged: 1 });
    expect(await store(shop, [reading(900)])).toMatchObject({ unchanged: 1 });
    expect(await weights()).toEqual([900]);
  });

  it("accepts an older version if the known one is dated after now, left by a wrong shop clock", async () => {
    const shop = await connectShop();
    const inAnHour = fakeShopOrder({ externalId: "1", status: "processing", modifiedAt: new Date(Date.now() + 3_600_000) });
    await store(shop, [inAnHour]);
    const afterwards = fakeShopOrder({ externalId: "1", status: "completed", modifiedAt: new Date(Date.now() - 1_000) });
    expect(await store(shop, [afterwards])).toMatchObject({ updated: 1 });
    expect(await store(shop, [fakeShopOrder({ externalId: "1", status: "late", modifiedAt: new Date(Date.now() - 5_000) })])).toMatchObject(
      {
        updated: 0,
      },
    );
    expect((await stored(shop)).map((order) => order.status)).toEqual(["completed"]);
  });

  it("reports an older version that was read later, and stores it only if the shop was seen to list it", async () => {
    const shop = await connectShop();
    const newer = fakeShopOrder({ externalId: "1", status: "newer", modifiedAt: at(30) });
    const older = fakeShopOrder({ externalId: "1", status: "older", modifiedAt: at(20), raw: { older: true } });
    const before = new Date(Date.now() - 5_000);
    await store(shop, [newer]);
    // Read before the newer one was stored: merely late.
    expect(await store(shop, [older], [], { askedAt: before })).toMatchObject({ updated: 0, older: [] });
    expect(await store(shop, [older], [], { askedAt: before, isShown: true })).toMatchObject({ updated: 0, older: [] });
    expect(await store(shop, [older], [], { askedAt: new Date() })).toMatchObject({ updated: 0, older: ["1"] });
    expect((await stored(shop)).map((order) => order.status)).toEqual(["newer"]);
    expect(await store(shop, [older], [], { askedAt: new Date(), isShown: true })).toMatchObject({ updated: 1, older: [] });
    expect((await stored(shop)).map((order) => order.status)).toEqual(["older"]);
  });

  it("keeps the newest version, in whatever order and however often versions arrive", { retry: 0 }, async () => {
    const version = fc.record({ id: fc.integer({ min: 1, max: 4 }), second: fc.integer({ min: 0, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(version, { maxLength: 8 }), { maxLength: 5 }), async (pages) => {
        const shop = await connectShop();
        const newest = new Map<string, number>();
        for (const page of pages) {
          await store(
            shop,
            page.map(({ id, second }) => fakeShopOrder({ externalId: `${id}`, status: `s${second}`, modifiedAt: at(second) })),
          );
          for (const { id, second } of page) newest.set(`${id}`, Math.max(second, newest.get(`${id}`) ?? 0));
        }
        const kept = (await stored(shop)).map((order) => [order.externalId, order.status]);
        expect(kept).toEqual([...newest].toSorted().map(([id, second]) => [id, `s${second}`]));
      }),
      { numRuns: 15 },
    );
  });

  it("stores orders with any characters, also those that PostgreSQL cannot store", { retry: 0 }, async () => {
    const shop = await connectShop();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), fc.jsonValue({ stringUnit: "binary" }), async (text, raw) => {
        const order = fakeShopOrder({ externalId: randomUUID(), status: text, raw: { raw } });
        expect(await store(shop, [order])).toMatchObject({ created: 1 });
      }),
      { numRuns: 40 },
    );
  });

  it("quarantines an unreadable order, and resolves it once it can be read", async () => {
    const shop = await connectShop();
    const unreadable = { externalId: "7", modifiedAt: null, error: "currency: wrong", raw: { id: 7 } };
    expect(await store(shop, [fakeShopOrder({ externalId: "1" })], [unreadable])).toMatchObject({
      created: 1,
      updated: 0,
      unchanged: 0,
      quarantined: 1,
      older: [],
    });
    const quarantinedOrders = () =>
      inMerchant(shop.scope.merchantId, (tx) => tx.quarantinedOrder.findMany({ where: { integrationId: shop.integrationId } }));
    expect(await quarantinedOrders()).toMatchObject([{ externalId: "7", resolvedAt: null }]);
    await store(shop, [fakeShopOrder({ externalId: "7" })]);
    expect((await quarantinedOrders())[0]?.resolvedAt).toBeInstanceOf(Date);
  });

  it("writes nothing into another merchant's integration", async () => {
    const mine = await connectShop();
    const foreign = await connectShop();
    const scope = jobScope("test", mine.scope.merchantId);
    await expect(store({ scope, integrationId: foreign.integrationId }, [fakeShopOrder()])).rejects.toThrow();
    await store(foreign, [fakeShopOrder()]);
    const edited = fakeShopOrder({ status: "stolen", modifiedAt: at(500) });
    expect(await store({ scope, integrationId: foreign.integrationId }, [edited])).toMatchObject({ created: 0, updated: 0 });
    expect(await stored(foreign)).toMatchObject([{ status: "processing" }]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "@/lib/base/limits";
import { recordStart } from "@/lib/orders/record-start";
import { sortPage, toStorableText, whyNotStorable } from "@/lib/orders/storable";
import { fakeShopOrder } from "@/lib/testing/shop-order";

describe("JSON for PostgreSQL", () => {
  it("contains no U+0000 or lone surrogate, and is unchanged without them", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = toStorableText(JSON.stringify(value));
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/);
        if (!/\\u(0000|d[89a-f])/.test(JSON.stringify(value))) expect(text).toBe(JSON.stringify(value));
      }),
    );
    expect(toStorableText(JSON.stringify({ note: "a\0b \ud83d c" }))).toBe('{"note":"a\uFFFDb \uFFFD c"}');
  });
});

describe("a page before it is stored", () => {
  const versions = fc.array(fc.record({ id: fc.integer({ min: 1, max: 6 }), second: fc.integer({ min: 0, max: 5 }) }), { maxLength: 30 });

  it("contains each id once, in the newest version of the page", () => {
    fc.assert(
      fc.property(versions, (list) => {
        const orders = list.map(({ id, second }) =>
          fakeShopOrder({ externalId: `${id}`, modifiedAt: new Date(1_700_000_000_000 + second * 1000) }),
        );
        const { storable, unstorable } = sortPage(orders, []);
        expect(storable.map((order) => order.externalId).toSorted()).toEqual(
          [...new Set(orders.map((order) => order.externalId))].toSorted(),
        );
        for (const order of storable) {
          const newest = Math.max(...orders.filter((one) => one.externalId === order.externalId).map((one) => one.modifiedAt.getTime()));
          expect(order.modifiedAt.getTime()).toBe(newest);
        }
        expect(unstorable).toEqual([]);
      }),
    );
  });

  it("has exactly those orders quarantined that the database cannot store", () => {
    const good = fakeShopOrder({ externalId: "1" });
    const bad = [
      fakeShopOrder({ externalId: "2", total: "1e400" }),
      fakeShopOrder({ externalId: "3", placedAt: new Date(Number.NaN) }),
      // One digit too many.
      fakeShopOrder({ externalId: "4", total: "100000000000000" }),
      // Too long for an index entry.
      fakeShopOrder({ externalId: "5", number: "9".repeat(1000) }),
      fakeShopOrder({ externalId: "6", status: "x".repeat(1000) }),
    ];
    const { storable, unstorable } = sortPage([good, ...bad], []);
    expect(storable.map(({ externalId }) => externalId)).toEqual(["1"]);
    expect(unstorable.map(({ externalId, error }) => [externalId, error])).toEqual([
      ["2", "total: wrong"],
      ["3", "placed_at: wrong"],
      ["4", "total: wrong"],
      ["5", "number: wrong"],
      ["6", "status: wrong"],
    ]);
    expect(whyNotStorable(good)).toBeNull();
  });
});

describe("an order beyond the limits", () => {
  const problemOf = (parts: Parameters<typeof fakeShopOrder>[0]) => whyNotStorable(fakeShopOrder({ raw: {}, ...parts }));
  const linesOf = (count: number) => Array.from({ length: count }, () => fakeShopOrder().lines).flat();

  it("is quarantined with the reason", () => {
    expect(problemOf({ lines: linesOf(LIMITS.orderLines) })).toBeNull();
    expect(problemOf({ lines: linesOf(40_000) })).toBe("lines: too_long");
    expect(problemOf({ shipping: { ...fakeShopOrder().shipping, street1: "a".repeat(LIMITS.orderField + 1) } })).toBe("shipping: too_long");
    expect(problemOf({ raw: { meta: "a".repeat(LIMITS.orderRecord) } })).toBe("record: too_long");
  });

  it("is quarantined without a record that is too long itself", () => {
    const raw = { meta: "a".repeat(LIMITS.orderRecord) };
    expect(sortPage([fakeShopOrder({ raw })], []).unstorable).toMatchObject([{ error: "record: too_long", raw: { left_out: true } }]);
    const unreadable = { externalId: "7", modifiedAt: null, error: "total: missing", raw };
    expect(sortPage([], [unreadable]).unstorable).toMatchObject([{ error: "record: too_long", raw: { left_out: true } }]);
    expect(recordStart(raw).text).toHaveLength(LIMITS.shownRecord);
    expect(recordStart({ id: 1 })).toEqual({ text: '{\n  "id": 1\n}', total: null });
  });
});

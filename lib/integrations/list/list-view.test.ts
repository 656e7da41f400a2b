import fc from "fast-check";
import { expect, test } from "vitest";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { TONES } from "@/lib/health/lane/tone";
import { parseListQuery } from "@/lib/integrations/list/list-search";
import { EVERYTHING, printListQuery, SORTS } from "@/lib/integrations/list/list-view";

test("a query round-trips through the URL, and invalid values are ignored", () => {
  const query = fc.record({
    search: fc.string({ maxLength: 40, unit: "grapheme" }).map((text) => (text.trim() === "" ? "" : text)),
    tone: fc.constantFrom(null, ...TONES),
    shopSystem: fc.constantFrom(null, ...SHOP_SYSTEMS),
    sort: fc.constantFrom(...SORTS),
    page: fc.integer({ min: 1, max: 1_000 }),
  });
  fc.assert(
    fc.property(query, (asked) => {
      expect(parseListQuery(Object.fromEntries(new URLSearchParams(printListQuery(asked))))).toEqual(asked);
    }),
  );
  for (const page of ["0", "-1", "1.5", "x", "", "1e9"])
    expect(parseListQuery({ state: "x", shopSystem: "ebay", sort: "up", page })).toEqual(EVERYTHING);
  expect(parseListQuery({ q: ["one", "two"], state: ["action_needed"] })).toEqual({ ...EVERYTHING, search: "one", tone: "action_needed" });
  expect(parseListQuery({ q: "x".repeat(500) }).search).toHaveLength(200);
});

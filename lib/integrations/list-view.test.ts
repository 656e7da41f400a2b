import fc from "fast-check";
import { expect, test } from "vitest";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { TONES } from "@/lib/health/tone";
import { parseListQuery } from "@/lib/integrations/list-search";
import { EVERYTHING, printListQuery, SORTS } from "@/lib/integrations/list-view";
import { parseQueueQuery } from "@/lib/support/queue";
import { parseMerchantQuery } from "@/lib/support/search";

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

test.each([
  ["heals_alone", "recovering"],
  ["needs_you", "action_needed"],
  ["at_rest", "idle"],
  ["in_order", "healthy"],
])("a bookmark with the former state name %s still filters by it", (former, tone) => {
  expect(parseListQuery({ state: former })).toEqual({ ...EVERYTHING, tone });
  if (tone !== "healthy") expect(parseMerchantQuery({ state: former }).state).toBe(tone);
  if (tone === "action_needed") expect(parseQueueQuery({ state: former }).state).toBe(tone);
});

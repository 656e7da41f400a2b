import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromLocalText, toLocalText } from "@/lib/testing/fake-shops/shop-time";
import { readDate, readListQuery } from "@/lib/testing/fake-shops/woocommerce/list-query";

const zone = "Europe/Amsterdam";
const hourMs = 3_600_000;
const instant = Date.parse("2026-11-24T22:34:33Z");

describe("dates in the filters of the fake WooCommerce, as measured on 10.6 and 11.0", () => {
  it.each<[text: string, datesAreGmt: boolean, expected: number | null, why: string]>([
    ["2026-11-24T22:34:33Z", false, instant, "an offset alone is correct"],
    ["2026-11-24T22:34:33", true, instant, "the flag alone is correct"],
    ["2026-11-24T22:34:33Z", true, instant + hourMs, "both together move the filter by the shop's offset: orders are missed"],
    ["2026-11-24T22:34:33+00:00", true, instant + hourMs, "an offset written out does the same"],
    ["2026-11-24T22:34:33.000Z", false, instant - hourMs, "fractions of a second make it local time"],
    ["2026-11-24T22:34:33", false, instant - hourMs, "neither means local time"],
    ["notadate", false, null, "no date"],
  ])("%s with dates_are_gmt=%s", (text, flag, expected) => {
    expect(readDate(text, flag, zone)).toBe(expected);
  });

  it("every whole second round-trips through the shop's wall clock, except in the repeated hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_577_836_800, max: 1_893_456_000 }), (seconds) => {
        const at = new Date(seconds * 1000);
        const back = fromLocalText(toLocalText(at, zone), zone).getTime();
        expect([0, hourMs]).toContain(at.getTime() - back);
        expect(toLocalText(new Date(back), zone)).toBe(toLocalText(at, zone));
      }),
    );
  });

  it("an invalid value is refused with the name of its parameter", () => {
    for (const [name, value] of [
      ["per_page", "0"],
      ["page", "x"],
      ["order", "up"],
      ["orderby", "total"],
      ["include", "a"],
      ["modified_before", "2026-13"],
    ] as const) {
      const read = readListQuery(new URLSearchParams({ [name]: value }), zone);
      expect(read.ok ? null : [read.error.status, read.error.code, read.error.message]).toEqual([
        400,
        "rest_invalid_param",
        `Invalid parameter(s): ${name}`,
      ]);
    }
  });
});

import { expect, test } from "vitest";
import { bandsPath, barsPath, COLUMN } from "@/components/charts/bars-path";

test("each bar rises from the base line by its own height, and an empty bar is not drawn", () => {
  expect(barsPath([5, 0, 2.5], 20)).toBe("M1 20v-5h8v5zM21 20v-2.5h8v2.5z");
  expect(barsPath([0, Number.NaN], 20)).toBe("");
});

test("a band covers its columns from edge to edge, and none where nothing is known", () => {
  expect(bandsPath([null, { from: 20, to: 60 }])).toBe(`M${COLUMN} 20h${COLUMN}V60h${-COLUMN}z`);
});

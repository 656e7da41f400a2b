import { expect, it } from "vitest";
import { ownValue } from "@/lib/base/own-value";

it("inherited properties are not returned as entries of a table", () => {
  const table = { kg: 1000 };
  expect(ownValue(table, "kg")).toBe(1000);
  for (const key of ["constructor", "__proto__", "toString", "valueOf", "lb"]) expect(ownValue(table, key)).toBeUndefined();
});

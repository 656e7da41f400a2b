import { expect, test } from "vitest";
import { icuParameters } from "@/lib/testing/icu-parameters";

test("arguments and tags are found at every depth, branch keywords are not", () => {
  expect(icuParameters("no")).toEqual([]);
  expect(icuParameters("{b} and <a>{ c , number}</a>")).toEqual(["a", "b", "c"]);
  expect(icuParameters("{n, plural, one {it} other {them, {who}}} at {time, date, short}")).toEqual(["n", "time", "who"]);
  expect(icuParameters("{a, select, x {{b, plural, =0 {no} other {# of {c}}}} other {<d>e</d>}} {f}")).toEqual(["a", "b", "c", "d", "f"]);
  expect(icuParameters("a '{' b {c}")).toEqual(["c"]);
});

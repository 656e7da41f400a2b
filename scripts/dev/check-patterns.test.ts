import { expect, it } from "vitest";
import { findSlowness, patternsIn, stepsOf } from "./check-patterns.mjs";

it("patterns that take more than linear time are found", () => {
  for (const [pattern, flags] of [
    ["\\/+$", ""],
    ["[^\\s<>]+@[^\\s<>]+", "g"],
    ["^\\s*(?:<!--.*?-->\\s*)*<(?:html|head)", "is"],
  ] as const)
    expect(findSlowness(pattern, flags), pattern).toMatch(/polynomial|exponential/);
});

it("patterns in linear time pass", () => {
  for (const pattern of ["^[^/]+\\/$", "%.*$", "<h1[^<>]*>", "\\s{0,20}a{1,9}"]) expect(findSlowness(pattern, "s"), pattern).toBeNull();
});

it("loops with an upper bound are multiplied", () => {
  expect(stepsOf("a{1,10}[^b]{0,9}c{3}")).toBe(100);
  expect(stepsOf("a{2,}")).toBe(Number.POSITIVE_INFINITY);
  expect(stepsOf("a\\+[*]")).toBe(1);
});

it("all patterns of a file are read, also those that it puts together", () => {
  const source = 'const a = /x+/gi; const b = new RegExp(a.source, "i"); const c = "/no/".replace(/z/, RegExp("d").source);';
  expect(patternsIn(source, "some.ts")).toEqual({
    literals: [
      { pattern: "x+", flags: "gi" },
      { pattern: "z", flags: "" },
    ],
    made: 2,
  });
});

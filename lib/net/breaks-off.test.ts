import fc from "fast-check";
import { expect, it } from "vitest";
import { breaksOff } from "@/lib/net/breaks-off";

const value = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));

it("every object and every list breaks off wherever it is cut, and not at its end", () => {
  fc.assert(
    fc.property(value, fc.double({ min: 0, max: 1, noNaN: true }), (given, where) => {
      const text = JSON.stringify(given);
      const at = 1 + Math.floor(where * (text.length - 2));
      return !breaksOff(text) && breaksOff(text.slice(0, at));
    }),
  );
});

it("what follows a whole value does not matter, nor what is no JSON", () => {
  expect(breaksOff('{"a":"}"}<!-- { -->')).toBe(false);
  for (const text of ["", "null", "plain words", "<html>"]) expect(breaksOff(text)).toBe(false);
});

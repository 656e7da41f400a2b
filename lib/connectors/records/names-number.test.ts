import fc from "fast-check";
import { expect, test } from "vitest";
import { namesNumber } from "@/lib/connectors/records/names-number";

test.each([
  ["PostNL: 3SX1", true],
  ["PostNL: 3SX12", false],
  ["PostNL: 3SX1-2", false],
  ["A3SX1", false],
  ["Sent with 3SX1.", true],
  ["see https://track.example/3SX1?zip=1012AB", true],
  ["3SX12\nhttps://track.example/3SX12", false],
  ["3SX12 and 3SX1", true],
])("%j names 3SX1: %s", (text, names) => {
  expect(namesNumber(text, "3SX1")).toBe(names);
});

test("a number is found in its own note, and a longer number does not match it", () => {
  const number = fc.stringMatching(/^[A-Z0-9]{4,20}$/);
  fc.assert(
    fc.property(number, fc.stringMatching(/^[A-Z0-9]{1,4}$/), (own, more) => {
      expect(namesNumber(`DHL: ${own}`, own)).toBe(true);
      expect(namesNumber(`DHL: ${own}${more}`, own)).toBe(`${own}${more}` === own);
    }),
  );
});

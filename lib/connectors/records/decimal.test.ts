import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals, multiplyDecimals, subtractDecimals } from "@/lib/connectors/records/decimal";

test("decimal strings add up exactly, with the decimals of the longest", () => {
  expect(addDecimals([])).toBe("0");
  expect(addDecimals(["11"])).toBe("11");
  expect(addDecimals(["0.1", "0.2"])).toBe("0.3");
  expect(addDecimals(["2.50", "-0.005", "1"])).toBe("3.495");
  expect(addDecimals(["-0.50", "0.25"])).toBe("-0.25");
  expect(addDecimals(["9007199254740993", "0.000001"])).toBe("9007199254740993.000001");
});

test("differences and products keep the decimals that they are asked for, and cut off the rest", () => {
  expect(subtractDecimals("12.10", "10", 6)).toBe("2.100000");
  expect(subtractDecimals("10", "12.1", 6)).toBe("-2.100000");
  expect(multiplyDecimals("0.333333", "3", 6)).toBe("0.999999");
  expect(multiplyDecimals("-1.0000019", "0.5", 6)).toBe("-0.500000");
  expect(multiplyDecimals("9007199254740993", "2", 2)).toBe("18014398509481986.00");
});

test("sums of cents equal sums of integers, in any order", () => {
  const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
  const write = (value: number): string =>
    `${value < 0 ? "-" : ""}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, "0")}`;
  fc.assert(
    fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), (values) => {
      const sum = values.reduce((total, value) => total + value, 0);
      expect(addDecimals(values.map(write))).toBe(write(sum));
      expect(addDecimals(values.toReversed().map(write))).toBe(write(sum));
    }),
  );
});

import { z } from "zod";
import { trimEndOf } from "@/lib/base/trim-end";

const PLAIN = /^-?\d{1,24}(\.\d{1,20})?$/;

/** A number or decimal text as a decimal string without exponent; null if it is neither. */
export function readDecimal(value: string | number): string | null {
  if (typeof value === "string") {
    const text = value.trim();
    if (PLAIN.test(text)) return text;
    return /^-?\.\d{1,20}$/.test(text) ? text.replace(".", "0.") : null;
  }
  if (!Number.isFinite(value)) return null;
  const text = String(value);
  if (PLAIN.test(text)) return text;
  // Only very small or very large numbers have exponents; money has few decimals.
  const fixed = trimEndOf(trimEndOf(value.toFixed(12), "0"), ".");
  return PLAIN.test(fixed) ? fixed : null;
}

const placesOf = (decimal: string): number => decimal.split(".")[1]?.length ?? 0;

/** Integer units of the last decimal place; further decimals are cut off. */
function toUnits(decimal: string, places: number): bigint {
  const [whole = "0", fraction = ""] = decimal.replace("-", "").split(".");
  const units = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  return decimal.startsWith("-") ? -units : units;
}

function fromUnits(units: bigint, places: number): string {
  const text = String(units < 0n ? -units : units).padStart(places + 1, "0");
  return `${units < 0n ? "-" : ""}${text.slice(0, text.length - places)}${places > 0 ? `.${text.slice(-places)}` : ""}`;
}

/** The exact sum of decimal strings, with as many decimals as the longest. */
export function addDecimals(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map(placesOf));
  const sum = decimals.reduce((units, decimal) => units + toUnits(decimal, places), 0n);
  return fromUnits(sum, places);
}

/** Exact difference with this many decimals. */
export const subtractDecimals = (from: string, amount: string, places: number): string =>
  fromUnits(toUnits(from, places) - toUnits(amount, places), places);

export const multiplyDecimals = (one: string, other: string, places: number): string =>
  fromUnits((toUnits(one, places) * toUnits(other, places)) / 10n ** BigInt(places), places);

const toDecimal = (value: unknown, context: z.RefinementCtx): string => {
  const read = typeof value === "string" || typeof value === "number" ? readDecimal(value) : null;
  if (read !== null) return read;
  context.addIssue({ code: "custom", message: "is not a decimal number" });
  return z.NEVER;
};

/** Money that every order must have. */
export const requiredMoney = z.unknown().transform(toDecimal);

/** Money that shops leave empty for zero. */
export const optionalMoney = z
  .unknown()
  .optional()
  .transform((value, context) => (value === "" || value === null || value === undefined ? "0" : toDecimal(value, context)));

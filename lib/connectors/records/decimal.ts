import { z } from "zod";

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
  const fixed = value.toFixed(12).replace(/\.?0+$/, "");
  return PLAIN.test(fixed) ? fixed : null;
}

const fractionOf = (decimal: string): string => decimal.split(".")[1] ?? "";

/** The exact sum of decimal strings, with as many decimals as the longest of them has. */
export function addDecimals(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map((decimal) => fractionOf(decimal).length));
  const sum = decimals.reduce((total, decimal) => {
    const [whole = "0"] = decimal.split(".");
    const digits = BigInt(`${whole.replace("-", "")}${fractionOf(decimal).padEnd(places, "0")}`);
    return total + (decimal.startsWith("-") ? -digits : digits);
  }, 0n);
  const text = String(sum < 0n ? -sum : sum).padStart(places + 1, "0");
  return `${sum < 0n ? "-" : ""}${text.slice(0, text.length - places)}${places > 0 ? `.${text.slice(-places)}` : ""}`;
}

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

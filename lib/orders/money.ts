import { CURRENCIES } from "@/lib/orders/currencies";

/** A formatter costs a hundred times what it formats, and a list has fifty amounts. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(locale: string, currency: string | null, everyDigit: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${everyDigit}`;
  const known =
    formatters.get(key) ??
    new Intl.NumberFormat(locale, {
      ...(currency ? { style: "currency", currency } : {}),
      ...(everyDigit ? { maximumFractionDigits: 20 } : {}),
      // Shops also write "-0.00", and nobody owes minus nothing.
      signDisplay: "negative",
    });
  formatters.set(key, known);
  return known;
}

const isNotZero = (digits: string): boolean => /[1-9]/.test(digits);

/**
 * A decimal string in a currency, in the words of a language: with the decimals of the currency, or with every digit where the currency is not
 * known, or where the amount would read as nothing. A currency of no three letters stands beside the number as the shop gave it; text that is no
 * number is shown as it is.
 */
export function formatMoney(locale: string, amount: string, currency: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(amount)) return amount;
  // Formatted from the string itself: a number would round large totals.
  const decimal = amount as Intl.StringNumericLiteral;
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${formatterOf(locale, null, true).format(decimal)} ${currency}`.trim();
  const code = currency.toUpperCase();
  // Nobody but the shop says how many decimals a currency of no list has: bitcoins have eight.
  const text = formatterOf(locale, code, !CURRENCIES.has(code)).format(decimal);
  return isNotZero(amount) && !isNotZero(text) ? formatterOf(locale, code, true).format(decimal) : text;
}

const decimalsOf = (currency: string): number =>
  /^[A-Za-z]{3}$/.test(currency)
    ? (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().minimumFractionDigits ?? 0)
    : 0;

/** A decimal string with the decimals of its currency, for files: shops and databases leave zeros out or write six. No other digit goes. */
export function plainMoney(amount: string, currency: string): string {
  const unsigned = isNotZero(amount) ? amount : amount.replace(/^-(?=[\d.]+$)/, "");
  const [, whole, fraction = ""] = /^(-?\d+)(?:\.(\d+))?$/.exec(unsigned) ?? [];
  if (whole === undefined) return amount;
  const decimals = fraction.replace(/0+$/, "").padEnd(decimalsOf(currency), "0");
  return decimals === "" ? whole : `${whole}.${decimals}`;
}

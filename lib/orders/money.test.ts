import { expect, test, vi } from "vitest";
import { CURRENCIES, formatMoney, plainMoney } from "@/lib/orders/money";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  ["en", "1234.5", "EUR", "€1,234.50"],
  ["de", "1234.5", "EUR", "1.234,50 €"],
  ["en", "4200", "JPY", "¥4,200"],
  ["de", "-12.00", "GBP", "-12,00 £"],
  ["en", "-0.00", "EUR", "€0.00"],
  ["de", "-0", "points", "0 points"],
])("money is formatted for the language, with the decimals of its currency (%s %s %s)", (locale, amount, currency, expected) => {
  expect(plain(formatMoney(locale, amount, currency))).toBe(expected);
});

test.each([
  // Not an ISO 4217 currency: only the shop knows its decimals.
  ["en", "0.00012345", "BTC", "BTC 0.00012345"],
  ["de", "1.00012345", "BTC", "1,00012345 BTC"],
  ["en", "1.5", "btc", "BTC 1.50"],
  ["en", "2.123456", "USDT", "2.123456 USDT"],
  // An amount other than zero never reads as zero.
  ["en", "0.004", "EUR", "€0.004"],
  ["en", "-0.0004", "EUR", "-€0.0004"],
  ["de", "0.4", "JPY", "0,4 ¥"],
  ["en", "0.005", "EUR", "€0.01"],
  ["en", "12.3456", "EUR", "€12.35"],
  ["en", "0.00000000", "BTC", "BTC 0.00"],
])(
  "an amount shows enough digits never to read as zero, and all if its decimals are unknown (%s %s %s)",
  (locale, amount, currency, expected) => {
    expect(plain(formatMoney(locale, amount, currency))).toBe(expected);
  },
);

test("a total beyond the precision of numbers keeps every digit", () => {
  expect(plain(formatMoney("en", "90071992547409931.27", "USD"))).toBe("$90,071,992,547,409,931.27");
});

test("an invalid currency or amount never breaks the page", () => {
  expect(plain(formatMoney("en", "5", "points"))).toBe("5 points");
  expect(formatMoney("en", "5", "")).toBe("5");
  expect(formatMoney("en", "<b>", "EUR")).toBe("<b>");
});

test.each([
  ["72.8", "EUR", "72.80"],
  ["72.800000", "EUR", "72.80"],
  ["72", "EUR", "72.00"],
  ["12.3456", "EUR", "12.3456"],
  ["4200.000000", "JPY", "4200"],
  ["1.5", "KWD", "1.500"],
  ["-12", "GBP", "-12.00"],
  ["-0.00", "KWD", "0.000"],
  ["5", "points", "5"],
  ["0.10", "points", "0.1"],
  ["free", "EUR", "free"],
])("a file shows %s %s as %s, with the decimals of its currency and every digit that the shop sent", (amount, currency, expected) => {
  expect(plainMoney(amount, currency)).toBe(expected);
});

test("an amount is formatted the same in browser and server, even if one does not know its currency", () => {
  const known = vi.spyOn(Intl, "supportedValuesOf").mockReturnValue([]);
  expect(plain(formatMoney("en", "12.500000", "SLE"))).toMatch(/^(SLE|Le)\s?12\.50$/);
  known.mockRestore();
  for (const currency of Intl.supportedValuesOf("currency")) expect(CURRENCIES, currency).toContain(currency);
});

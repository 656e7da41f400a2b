/**
 * A decimal string in a currency, in the words of a language. A currency that nobody knows stands beside the number as the shop gave it; text
 * that is no number is shown as it is.
 */
export function formatMoney(locale: string, amount: string, currency: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(amount)) return amount;
  // Formatted from the string itself: a number would round large totals.
  const decimal = amount as Intl.StringNumericLiteral;
  if (/^[A-Za-z]{3}$/.test(currency)) return new Intl.NumberFormat(locale, { style: "currency", currency }).format(decimal);
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(decimal)} ${currency}`.trim();
}

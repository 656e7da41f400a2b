import { trimEndOf } from "@/lib/base/trim-end";

/** Currencies of ISO 4217. A fixed list, since `Intl.supportedValuesOf` differs between server and browsers. */
export const CURRENCIES: ReadonlySet<string> = new Set(
  (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUC CUP " +
    "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES " +
    "KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR " +
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD " +
    "TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAD XAF XCD XCG XDR XOF XPF XSU YER ZAR ZMW ZWG ZWL"
  ).split(" "),
);

/** Cached, since creating a formatter is far more expensive than using it. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(locale: string, currency: string | null, everyDigit: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${everyDigit}`;
  const known =
    formatters.get(key) ??
    new Intl.NumberFormat(locale, {
      ...(currency ? { style: "currency", currency } : {}),
      ...(everyDigit ? { maximumFractionDigits: 20 } : {}),
      // Shops also send "-0.00".
      signDisplay: "negative",
    });
  formatters.set(key, known);
  return known;
}

const isNotZero = (digits: string): boolean => /[1-9]/.test(digits);

/**
 * Formats a decimal string in a currency: with the decimals of the currency, or with every digit when the currency is unknown or the amount
 * would round to zero. Invalid currency codes and amounts are shown unchanged.
 */
export function formatMoney(locale: string, amount: string, currency: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(amount)) return amount;
  // Formats the string, since a number would round large totals.
  const decimal = amount as Intl.StringNumericLiteral;
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${formatterOf(locale, null, true).format(decimal)} ${currency}`.trim();
  const code = currency.toUpperCase();
  // The decimals of unlisted currencies are unknown: bitcoin has eight.
  const text = formatterOf(locale, code, !CURRENCIES.has(code)).format(decimal);
  return isNotZero(amount) && !isNotZero(text) ? formatterOf(locale, code, true).format(decimal) : text;
}

const decimalsOf = (currency: string): number =>
  /^[A-Za-z]{3}$/.test(currency)
    ? (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().minimumFractionDigits ?? 0)
    : 0;

/** A decimal string with at least the decimals of its currency, for files. Drops only surplus zeros. */
export function plainMoney(amount: string, currency: string): string {
  const unsigned = isNotZero(amount) ? amount : amount.replace(/^-(?=[\d.]+$)/, "");
  const [, whole, fraction = ""] = /^(-?\d+)(?:\.(\d+))?$/.exec(unsigned) ?? [];
  if (whole === undefined) return amount;
  const decimals = trimEndOf(fraction, "0").padEnd(decimalsOf(currency), "0");
  return decimals === "" ? whole : `${whole}.${decimals}`;
}

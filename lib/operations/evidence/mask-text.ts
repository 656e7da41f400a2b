import { stripAddress } from "@/lib/operations/reports/strip";

// Second barrier of an evidence pack, after the selection of fields: masks everything that looks like a credential or an e-mail address.

const RULES: readonly (readonly [pattern: RegExp, masked: string])[] = [
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "***@***"],
  [/\b(?:ck|cs)_[0-9A-Za-z]{8,}/g, "***"],
  [/\bshp(?:at|ca|pa|ss)_[0-9A-Za-z]{8,}/g, "***"],
  [/\b(Bearer|Basic|OAuth)\s+[0-9A-Za-z+/=._~-]{8,}/gi, "$1 ***"],
  [/\beyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]*/g, "***"],
];

/** A text without e-mail addresses, keys of the shop systems, authorization values, and secrets inside of addresses. */
function maskText(text: string): string {
  const stripped = /^[a-z][a-z0-9+.-]*:\/\/|^\/[^ ]*\?/i.test(text) ? stripAddress(text) : text;
  return RULES.reduce((masked, [pattern, put]) => masked.replace(pattern, put), stripped);
}

/** `maskText` for every string in plain data, including field names. */
export function maskData(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(maskData);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [maskText(name), maskData(inner)]));
}

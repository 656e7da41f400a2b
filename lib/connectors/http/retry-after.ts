import { SECOND_MS } from "@/lib/base/units";
import type { ShopAnswer } from "@/lib/connectors/shop";

/** Seconds from Retry-After (RFC 9110, 10.2.3). A date is by the shop's clock, so it is compared with the response's own Date. */
export function readRetryAfter(answer: Pick<ShopAnswer, "headers">, now: Date = new Date()): number | null {
  const text = answer.headers["retry-after"]?.trim();
  if (!text) return null;
  // Shopify sends fractions of a second.
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Math.ceil(Number(text));
  const until = /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return null;
  const shopNow = Date.parse(answer.headers["date"] ?? "");
  return Math.max(0, Math.ceil((until - (Number.isNaN(shopNow) ? now.getTime() : shopNow)) / SECOND_MS));
}

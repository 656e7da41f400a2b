import { printProblems } from "@/lib/connectors/records/record-problems";
import type { ShopOrder, UnreadableOrder } from "@/lib/connectors/shop";

// Shops may send values that PostgreSQL cannot store.

const TOTAL = /^-?\d{1,14}(\.\d{1,30})?$/;
const LONGEST_WORD = 200;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

export const isStorableInstant = (date: Date): boolean => date.getTime() >= EARLIEST && date.getTime() <= LATEST;

/** Why an order cannot be stored, or null: text too long for an index, a total with too many digits, an implausible instant. */
export function whyNotStorable(order: ShopOrder): string | null {
  const wrong = [
    ...(order.externalId === "" || order.externalId.length > LONGEST_WORD ? ["id"] : []),
    ...(order.number.length > LONGEST_WORD ? ["number"] : []),
    ...(order.status.length > LONGEST_WORD ? ["status"] : []),
    ...(TOTAL.test(order.total) ? [] : ["total"]),
    ...(isStorableInstant(order.placedAt) ? [] : ["placed_at"]),
    ...(isStorableInstant(order.modifiedAt) ? [] : ["modified_at"]),
    ...(order.paidAt && !isStorableInstant(order.paidAt) ? ["paid_at"] : []),
  ];
  return wrong.length === 0 ? null : printProblems(wrong.map((field) => ({ field, problem: "wrong" })));
}

const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

const clean = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();

function cleanDeep(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(cleanDeep);
  if (typeof value === "object" && value !== null && !(value instanceof Date))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleanDeep(item)]));
  return value;
}

/** JSON text that jsonb accepts: without U+0000 and lone surrogates. */
export function toStorableText(json: string): string {
  // Fast path: most texts contain no such escape.
  const isStorable = !json.includes("\\u") || !UNSTORABLE_ESCAPE.test(json);
  return isStorable ? json : JSON.stringify(cleanDeep(JSON.parse(json)));
}

/** Splits a batch into each order once in its newest version, and records to quarantine because they cannot be read or stored. */
export function sortPage(
  orders: readonly ShopOrder[],
  unreadable: readonly UnreadableOrder[],
): { storable: ShopOrder[]; aside: UnreadableOrder[] } {
  const newest = new Map<string, ShopOrder>();
  const aside = new Map<string, UnreadableOrder>();
  for (const order of orders) {
    const known = newest.get(order.externalId);
    const error = whyNotStorable(order);
    if (error) aside.set(order.externalId, { externalId: order.externalId, modifiedAt: order.modifiedAt, error, raw: order.raw });
    else if (!known || known.modifiedAt <= order.modifiedAt) newest.set(order.externalId, order);
  }
  for (const record of unreadable) if (!newest.has(record.externalId)) aside.set(record.externalId, record);
  for (const id of newest.keys()) aside.delete(id);
  return { storable: [...newest.values()], aside: [...aside.values()] };
}

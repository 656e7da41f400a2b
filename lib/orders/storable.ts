import { LIMITS } from "@/lib/base/limits";
import { printProblems, type RecordProblem, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import type { ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";

// Shops may send values that PostgreSQL cannot store.

const TOTAL = /^-?\d{1,14}(\.\d{1,30})?$/;
const MAX_FIELD_LENGTH = 200;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

export const isStorableInstant = (date: Date): boolean => date.getTime() >= EARLIEST && date.getTime() <= LATEST;

const tooLong = (field: string): RecordProblem => ({ field, problem: "too_long" });

const hasLongText = (part: object): boolean =>
  Object.values(part).some((text) => typeof text === "string" && text.length > LIMITS.orderField);

/** What of an order exceeds the limits. */
function excessOf(order: ReadableOrder): RecordProblem[] {
  // The later limits would take long to examine in an order beyond the first.
  if (order.lines.length > LIMITS.orderLines) return [tooLong("lines")];
  const parts = { billing: order.billing, shipping: order.shipping, totals: order.totals };
  const long = Object.entries(parts).flatMap(([field, part]) => (hasLongText(part) ? [tooLong(field)] : []));
  if (order.lines.some(hasLongText)) long.push(tooLong("lines"));
  return isWithinRecord(order.raw) ? long : [...long, tooLong(WHOLE_RECORD)];
}

const isWithinRecord = (raw: unknown): boolean => (JSON.stringify(raw) ?? "").length <= LIMITS.orderRecord;

/** Stored in place of a record beyond the limit. */
const RECORD_LEFT_OUT = { left_out: true };

const boundRecord = (record: UnreadableOrder): UnreadableOrder =>
  isWithinRecord(record.raw) ? record : { ...record, raw: RECORD_LEFT_OUT, error: printProblems([tooLong(WHOLE_RECORD)]) };

/** Why an order cannot be stored, or null: too long, a total with too many digits, an implausible instant. */
export function whyNotStorable(order: ReadableOrder): string | null {
  const wrong = [
    ...(order.externalId === "" || order.externalId.length > MAX_FIELD_LENGTH ? ["id"] : []),
    ...(order.number.length > MAX_FIELD_LENGTH ? ["number"] : []),
    ...(order.status.length > MAX_FIELD_LENGTH ? ["status"] : []),
    ...(TOTAL.test(order.total) ? [] : ["total"]),
    ...(isStorableInstant(order.placedAt) ? [] : ["placed_at"]),
    ...(isStorableInstant(order.modifiedAt) ? [] : ["modified_at"]),
    ...(order.paidAt && !isStorableInstant(order.paidAt) ? ["paid_at"] : []),
  ];
  const problems = [...excessOf(order), ...wrong.map((field): RecordProblem => ({ field, problem: "wrong" }))];
  return problems.length === 0 ? null : printProblems(problems);
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
  orders: readonly ReadableOrder[],
  unreadable: readonly UnreadableOrder[],
): { storable: ReadableOrder[]; unstorable: UnreadableOrder[] } {
  const newest = new Map<string, ReadableOrder>();
  const unstorable = new Map<string, UnreadableOrder>();
  for (const order of orders) {
    const known = newest.get(order.externalId);
    const error = whyNotStorable(order);
    if (error) unstorable.set(order.externalId, { externalId: order.externalId, modifiedAt: order.modifiedAt, error, raw: order.raw });
    else if (!known || known.modifiedAt <= order.modifiedAt) newest.set(order.externalId, order);
  }
  for (const record of unreadable) if (!newest.has(record.externalId)) unstorable.set(record.externalId, record);
  for (const id of newest.keys()) unstorable.delete(id);
  return { storable: [...newest.values()], unstorable: Array.from(unstorable.values(), boundRecord) };
}

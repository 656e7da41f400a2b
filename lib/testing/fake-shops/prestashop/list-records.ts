import type { PrestaError } from "@/lib/testing/fake-shops/prestashop/envelopes";
import type { PrestaRecord } from "@/lib/testing/fake-shops/prestashop/records";

// Filters, sorting and limits of a list, with the measured pitfalls: times need `date=1`, and a T in a time matches nothing.

export type Listing = { ok: true; records: PrestaRecord[] } | { ok: false; error: PrestaError };

const DATE_FIELDS = ["date_add", "date_upd", "invoice_date", "delivery_date"];

const isTime = (text: string): boolean => /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(text);

/** Pads a day to its first second, so that texts compare like times. */
const pad = (text: string): string => (text.length === 10 ? `${text} 00:00:00` : text);

function fitsFilter(value: string, filter: string, isDate: boolean): boolean {
  const numeric = !isDate && /^\d+(\.\d+)?$/.test(value);
  const compare = (left: string, right: string): number =>
    numeric ? Number(left) - Number(right) : pad(left) < pad(right) ? -1 : pad(left) > pad(right) ? 1 : 0;
  const inner = /^([<>!%])?\[([^\]]*)\](%)?$/.exec(filter);
  if (!inner) return compare(value, filter) === 0;
  const [, sign, text = ""] = inner;
  if (sign === "!") return !text.split("|").includes(value);
  if (sign === "%" || inner[3]) return value.includes(text);
  if (isDate && !text.split(",").every((part) => isTime(part.trim()))) return false;
  if (sign === ">") return compare(value, text) > 0;
  if (sign === "<") return compare(value, text) < 0;
  if (text.includes(",")) {
    const [low = "", high = ""] = text.split(",").map((part) => part.trim());
    return compare(value, low) >= 0 && compare(value, high) <= 0;
  }
  return text.split("|").some((part) => compare(value, part) === 0);
}

const textOf = (record: PrestaRecord, field: string): string => String(record[field] ?? "");

export function listRecords(all: readonly PrestaRecord[], query: URLSearchParams): Listing {
  const withDates = query.get("date") === "1";
  const known = Object.keys(all[0] ?? { id: 0 }).filter((field) => field !== "associations" && (withDates || !DATE_FIELDS.includes(field)));
  const names = known.map((field) => `"${field}"`).join(", ");
  let records = [...all];
  for (const [key, filter] of query) {
    const field = /^filter\[(\w+)\]$/.exec(key)?.[1];
    if (!field) continue;
    if (all.length > 0 && !known.includes(field))
      return { ok: false, error: { code: 32, message: `This filter does not exist. Did you mean: "note"? The full list is: ${names}` } };
    records = records.filter((record) => fitsFilter(textOf(record, field), filter, DATE_FIELDS.includes(field)));
  }
  const sort =
    query
      .get("sort")
      ?.replace(/^\[|\]$/g, "")
      .split(",") ?? [];
  const orders = sort.map((part) => /^(\w+?)_(ASC|DESC)$/i.exec(part)).filter((found) => found !== null);
  if (all.length > 0 && orders.some(([, field = ""]) => !known.includes(field)))
    return { ok: false, error: { code: 38, message: `Unable to filter by this field. However, these are available: ${known.join(", ")}` } };
  records.sort((left, right) => {
    for (const [, field = "", direction = ""] of orders) {
      const [first, second] = [textOf(left, field), textOf(right, field)];
      const difference =
        /^\d+$/.test(first) && /^\d+$/.test(second) ? Number(first) - Number(second) : first < second ? -1 : first > second ? 1 : 0;
      if (difference !== 0) return direction.toUpperCase() === "DESC" ? -difference : difference;
    }
    return left.id - right.id;
  });
  const limit = query.get("limit")?.split(",").map(Number);
  if (limit) records = limit.length > 1 ? records.slice(limit[0], (limit[0] ?? 0) + (limit[1] ?? 0)) : records.slice(0, limit[0]);
  return { ok: true, records };
}

/** `display=[id,date_upd]` or `full`; null if absent, when a list contains only ids. */
export function pickDisplay(record: PrestaRecord, display: string | null): Record<string, unknown> | null {
  if (display === null) return null;
  if (display === "full") return record;
  const fields = display.replace(/^\[|\]$/g, "").split(",");
  return Object.fromEntries(fields.filter((field) => field in record).map((field) => [field, record[field]]));
}

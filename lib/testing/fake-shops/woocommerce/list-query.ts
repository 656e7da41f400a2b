import { FAKE_STATUSES, type FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { fromLocalText, zoneOffsetMs } from "@/lib/testing/fake-shops/shop-time";
import { invalidParam, type WooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import { wooStatus } from "@/lib/testing/fake-shops/woocommerce/order-record";

// The query of the order list, parsed with WooCommerce's own rules and pitfalls.

export interface ListQuery {
  page: number;
  perPage: number;
  offset: number | null;
  order: "asc" | "desc";
  orderBy: "date" | "id" | "include" | "title" | "slug" | "modified";
  statuses: readonly string[];
  include: readonly number[];
  exclude: readonly number[];
  search: string;
  decimals: number;
  /** Exclusive bounds in milliseconds; null for none. */
  bounds: Record<"after" | "before" | "modified_after" | "modified_before", number | null>;
}

const ORDER_BY = ["date", "id", "include", "title", "slug", "modified"] as const;
const BOUNDS = ["after", "before", "modified_after", "modified_before"] as const;
const DATE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/i;
const LISTABLE = ["any", "trash", "auto-draft", ...FAKE_STATUSES.filter((status) => status !== "trash"), "checkout-draft"];

/** Plugin statuses exist in the list while the plugin is installed: here, while an order has one. */
export const ownStatuses = (orders: Iterable<FakeOrder>): string[] => [
  ...new Set([...orders].map(wooStatus).filter((status) => !LISTABLE.includes(status))),
];

const isTrue = (text: string | null): boolean => text === "true" || text === "1";

/**
 * The instant that WooCommerce compares with; null for invalid dates. Measured on 10.6 and 11.0: an offset alone works; with
 * `dates_are_gmt` it is converted to the shop's wall clock and compared with the UTC column, i.e. shifted by the shop's offset; fractions of
 * a second hide the offset; without an offset, the flag chooses between UTC and the wall clock.
 */
export function readDate(text: string, datesAreGmt: boolean, timeZone: string): number | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, day = "", time = "", fraction, offset] = found;
  const wallText = `${day}T${time}`;
  const asUtc = Date.parse(`${wallText}Z`);
  if (Number.isNaN(asUtc)) return null;
  if (offset && !fraction) {
    const withColon =
      offset.toUpperCase() === "Z" || offset.includes(":") ? offset.toUpperCase() : `${offset.slice(0, 3)}:${offset.slice(3)}`;
    const instant = Date.parse(`${wallText}${withColon}`);
    return datesAreGmt ? instant + zoneOffsetMs(new Date(instant), timeZone) : instant;
  }
  return datesAreGmt ? asUtc : fromLocalText(wallText, timeZone).getTime();
}

/** Values of a list parameter in any of PHP's notations: `a=1,2`, `a[]=1&a[]=2`, `a[0]=1`. */
function readList(query: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (const [key, value] of query) if (key === name || (key.startsWith(`${name}[`) && key.endsWith("]"))) values.push(...value.split(","));
  return values.map((value) => value.trim()).filter((value) => value !== "");
}

function readIds(query: URLSearchParams, name: string): number[] | WooError {
  const values = readList(query, name);
  const bad = values.findIndex((value) => !/^-?\d+$/.test(value));
  return bad >= 0 ? invalidParam(name, "rest_invalid_type", `${name}[${bad}] is not of type integer.`) : values.map(Number);
}

function readNumber(query: URLSearchParams, name: string, fallback: number, low: number, high: number): number | WooError {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^-?\d+$/.test(text)) return invalidParam(name, "rest_invalid_type", `${name} is not of type integer.`);
  const value = Number(text);
  if (value >= low && value <= high) return value;
  const range = high === Number.MAX_SAFE_INTEGER ? `greater than or equal to ${low}` : `between ${low} (inclusive) and ${high} (inclusive)`;
  return invalidParam(name, "rest_out_of_bounds", `${name} must be ${range}`);
}

const oneOf = (name: string, values: readonly string[]): WooError =>
  invalidParam(name, "rest_not_in_enum", `${name} is not one of ${values.slice(0, -1).join(", ")}, and ${values.at(-1)}.`);

const isError = (value: unknown): value is WooError => typeof value === "object" && value !== null && "code" in value;

export function readListQuery(
  query: URLSearchParams,
  timeZone: string,
  own: () => readonly string[] = () => [],
): { ok: true; query: ListQuery } | { ok: false; error: WooError } {
  const page = readNumber(query, "page", 1, 1, Number.MAX_SAFE_INTEGER);
  const perPage = readNumber(query, "per_page", 10, 1, 100);
  const decimals = readNumber(query, "dp", 2, 0, 8);
  const include = readIds(query, "include");
  const exclude = readIds(query, "exclude");
  const offset = query.has("offset") ? readNumber(query, "offset", 0, 0, Number.MAX_SAFE_INTEGER) : null;
  for (const value of [page, perPage, decimals, include, exclude, offset]) if (isError(value)) return { ok: false, error: value };

  const order = query.get("order") ?? "desc";
  if (order !== "asc" && order !== "desc") return { ok: false, error: oneOf("order", ["asc", "desc"]) };
  const orderBy = ORDER_BY.find((value) => value === (query.get("orderby") ?? "date"));
  if (!orderBy) return { ok: false, error: oneOf("orderby", ORDER_BY) };
  const statuses = readList(query, "status");
  const listable = statuses.every((status) => LISTABLE.includes(status)) ? LISTABLE : [...LISTABLE, ...own()];
  const badStatus = statuses.findIndex((status) => !listable.includes(status));
  if (badStatus >= 0) {
    const message = `status[${badStatus}] is not one of ${listable.slice(0, -1).join(", ")}, and ${listable.at(-1)}.`;
    return { ok: false, error: invalidParam("status", "rest_not_in_enum", message) };
  }

  const datesAreGmt = isTrue(query.get("dates_are_gmt"));
  const bounds: ListQuery["bounds"] = { after: null, before: null, modified_after: null, modified_before: null };
  for (const name of BOUNDS) {
    const text = query.get(name);
    if (text === null || text === "") continue;
    bounds[name] = readDate(text, datesAreGmt, timeZone);
    if (bounds[name] === null) return { ok: false, error: invalidParam(name, "rest_invalid_date", "Invalid date.") };
  }
  return {
    ok: true,
    query: {
      page: page as number,
      perPage: perPage as number,
      decimals: decimals as number,
      offset: offset as number | null,
      include: include as number[],
      exclude: exclude as number[],
      order,
      orderBy,
      statuses: statuses.length === 0 ? ["any"] : statuses,
      search: query.get("search") ?? "",
      bounds,
    },
  };
}

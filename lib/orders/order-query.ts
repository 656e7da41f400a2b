import { z } from "zod";
import { parseListCursor as parse, printListCursor as print } from "@/lib/base/list-cursor";
import { printQuery, type Query } from "@/lib/base/route";
import { isDay } from "@/lib/base/wall-clock";
import { SHIPMENT_STATUSES } from "@/lib/orders/tracking/schema";

/** Orders with at least one parcel in this state, or with none at all. */
export const TRACKING_FILTERS = ["none", ...SHIPMENT_STATUSES] as const;
type TrackingFilter = (typeof TRACKING_FILTERS)[number];

/** Sort orders of the list, each supported by an index. */
export const ORDER_SORTS = ["newest", "oldest", "highest", "lowest", "status"] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

/** Keyset cursor: the row next to which a page starts or ends. */
export interface OrderPosition {
  placedAt: Date;
  id: string;
  /** The row's total or status, if the list is sorted by it. */
  value: string | null;
}

const sortedByValue = (sort: OrderSort): "total" | "status" | null => {
  if (sort === "status") return "status";
  return sort === "highest" || sort === "lowest" ? "total" : null;
};

export function positionOf(sort: OrderSort, row: { placedAt: Date; id: string; total: string; status: string }): OrderPosition {
  const column = sortedByValue(sort);
  return { placedAt: row.placedAt, id: row.id, value: column && row[column] };
}

export interface OrderQuery {
  /** Words that must all occur in number, name, e-mail or SKU, or in part of a tracking number. */
  search: string;
  status: string | null;
  integrationId: string | null;
  tracking: TrackingFilter | null;
  /** First and last day on which the order was placed, such as `2026-11-01`, in the time zone of the reader. */
  from: string | null;
  to: string | null;
  /** Only orders with a hidden status, instead of all others. */
  leftOut: boolean;
  /** Ignored by a search, which returns the newest orders first. */
  sort: OrderSort;
  /** At most one of the two is set: where the page starts, or where it ends. */
  after: OrderPosition | null;
  before: OrderPosition | null;
  /** Position of the page's first order among all matches, from 1; passed along in the URL. */
  place: number;
}

export const firstPage = (query: OrderQuery): OrderQuery => ({ ...query, after: null, before: null, place: 1 });

export const NO_FILTER: OrderQuery = {
  search: "",
  status: null,
  integrationId: null,
  tracking: null,
  from: null,
  to: null,
  leftOut: false,
  sort: "newest",
  after: null,
  before: null,
  place: 1,
};

const uuid = z.uuid();
const day = z.string().refine(isDay);
const place = z.coerce.number().int().min(1).max(100_000_000);
const MAX_TERMS = 8;

/** Invisible characters in text copied from pages, mails and spreadsheets; joiners between letters are kept. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** The terms of a search as the database compares them: lower case, composed accents, no invisible characters, no leading "#". */
export const searchTerms = (search: string): string[] => [
  ...new Set(
    search
      .replace(INVISIBLE, "")
      .normalize("NFC")
      .toLowerCase()
      .split(/\s+/)
      .map((word) => (word.length > 1 ? word.replace(/^#/, "") : word))
      .filter((word) => word !== "")
      .slice(0, MAX_TERMS),
  ),
];

export const printOrderCursor = ({ placedAt, id, value }: OrderPosition): string =>
  print({ at: placedAt, id }) + (value === null ? "" : `.${value}`);

const DECIMAL = /^-?\d{1,40}(\.\d{1,40})?$/;

export function parseOrderCursor(text: string | null, sort: OrderSort): OrderPosition | null {
  const position = parse(text);
  if (!text || !position) return null;
  const column = sortedByValue(sort);
  const value = column && text.split(".").slice(2).join(".").replaceAll("\u0000", "");
  if (column === "total" && !DECIMAL.test(value ?? "")) return null;
  return { placedAt: position.at, id: position.id, value };
}

export function parseOrderQuery(get: (name: string) => string | null): OrderQuery {
  const integrationId = uuid.safeParse(get("shop"));
  const status = get("status");
  const tracking = get("tracking");
  const search = (get("q") ?? "").slice(0, 200).replaceAll("\u0000", "");
  const asked = get("sort");
  const sort = (search.trim() === "" && ORDER_SORTS.find((known) => known === asked)) || "newest";
  return {
    search,
    status: status && status.length <= 100 && !status.includes("\u0000") ? status : null,
    integrationId: integrationId.success ? integrationId.data : null,
    tracking: TRACKING_FILTERS.find((known) => known === tracking) ?? null,
    from: day.safeParse(get("from")).data ?? null,
    to: day.safeParse(get("to")).data ?? null,
    leftOut: get("left_out") === "1",
    sort,
    ...parsePlace(get, sort),
  };
}

function parsePlace(get: (name: string) => string | null, sort: OrderSort): Pick<OrderQuery, "after" | "before" | "place"> {
  const after = parseOrderCursor(get("after"), sort);
  const before = after ? null : parseOrderCursor(get("before"), sort);
  return { after, before, place: after || before ? (place.safeParse(get("place")).data ?? 1) : 1 };
}

export function printOrderQuery(query: OrderQuery): Query {
  const { status, integrationId: shop, tracking, from, to, after, sort, place } = query;
  const before = after ? null : query.before;
  return printQuery({
    q: query.search.trim() && query.search,
    status,
    shop,
    tracking,
    from,
    to,
    left_out: query.leftOut && 1,
    sort: sort !== "newest" && sort,
    after: after && printOrderCursor(after),
    before: before && printOrderCursor(before),
    place: (after || before) && place > 1 && place,
  });
}

/** PrestaShop's references: nine capital letters, which people may type in small ones. */
const IS_REFERENCE = /^(?:[A-Z]{9}|[a-z]{9})$/;

/** Whether a search may be an order's number or id, so that "Where is my order?" is offered. */
export const mayBeNumber = (search: string): boolean => {
  const text = search.trim().replace(/^#/, "");
  return IS_REFERENCE.test(text) || (/^[^\s@]{1,64}$/.test(search.trim()) && /\d/.test(search));
};

import { z } from "zod";
import { parseListCursor as parse, printListCursor as print } from "@/lib/base/list-cursor";
import { printQuery, type Query } from "@/lib/base/route";
import { isDay } from "@/lib/base/wall-clock";
import { SHIPMENT_STATUSES } from "@/lib/orders/tracking/schema";

/** Orders with at least one parcel in this state, or with none at all. */
export const TRACKING_FILTERS = ["none", ...SHIPMENT_STATUSES] as const;
type TrackingFilter = (typeof TRACKING_FILTERS)[number];

/** A position in the list by (placed, id): the row beside which a page begins or ends. */
export interface OrderPosition {
  placedAt: Date;
  id: string;
}

export interface OrderQuery {
  /** Words that number, name, e-mail or SKU contain, all of them; or a part of a tracking number. */
  search: string;
  status: string | null;
  integrationId: string | null;
  tracking: TrackingFilter | null;
  /** First and last day on which the order was placed, such as `2026-11-01`, on the wall clock of whoever asks. */
  from: string | null;
  to: string | null;
  /** The orders whose status their shop leaves out, instead of all others. */
  leftOut: boolean;
  /** Of both at most one: where the page begins, or where it ends. */
  after: OrderPosition | null;
  before: OrderPosition | null;
  /** The place of the page's first order among all that match, from 1, as the address bar counts on. */
  place: number;
}

/** The first page of the same query. */
export const firstPage = (query: OrderQuery): OrderQuery => ({ ...query, after: null, before: null, place: 1 });

/** Every order, from the newest. */
export const NO_FILTER: OrderQuery = {
  ...{ search: "", status: null, integrationId: null, tracking: null, from: null, to: null },
  ...{ leftOut: false, after: null, before: null, place: 1 },
};

const uuid = z.uuid();
const day = z.string().refine(isDay);
const place = z.coerce.number().int().min(1).max(100_000_000);
const MAX_WORDS = 8;

/** Marks that are not seen and come along with what is copied from pages, mails and spreadsheets; joiners of letters are none of them. */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * The words of a search as the database compares them: lower case, letters and their accents as one sign, without marks that nobody sees and the
 * sign that shops put before a number.
 */
export const searchWords = (search: string): string[] => [
  ...new Set(
    search
      .replace(UNSEEN, "")
      .normalize("NFC")
      .toLowerCase()
      .split(/\s+/)
      .map((word) => (word.length > 1 ? word.replace(/^#/, "") : word))
      .filter((word) => word !== "")
      .slice(0, MAX_WORDS),
  ),
];

export const printOrderCursor = ({ placedAt, id }: OrderPosition): string => print({ at: placedAt, id });

export function parseOrderCursor(text: string | null): OrderPosition | null {
  const position = parse(text);
  return position && { placedAt: position.at, id: position.id };
}

/** Reads the query of the address bar; what it does not understand counts as not said. */
export function parseOrderQuery(get: (name: string) => string | null): OrderQuery {
  const integrationId = uuid.safeParse(get("shop"));
  const status = get("status");
  const tracking = get("tracking");
  return {
    search: (get("q") ?? "").slice(0, 200).replaceAll("\u0000", ""),
    status: status && status.length <= 100 && !status.includes("\u0000") ? status : null,
    integrationId: integrationId.success ? integrationId.data : null,
    tracking: TRACKING_FILTERS.find((known) => known === tracking) ?? null,
    from: day.safeParse(get("from")).data ?? null,
    to: day.safeParse(get("to")).data ?? null,
    leftOut: get("left_out") === "1",
    ...parsePlace(get),
  };
}

function parsePlace(get: (name: string) => string | null): Pick<OrderQuery, "after" | "before" | "place"> {
  const after = parseOrderCursor(get("after"));
  const before = after ? null : parseOrderCursor(get("before"));
  return { after, before, place: after || before ? (place.safeParse(get("place")).data ?? 1) : 1 };
}

export function printOrderQuery(query: OrderQuery): Query {
  const said = new URLSearchParams();
  if (query.search.trim() !== "") said.set("q", query.search);
  if (query.status) said.set("status", query.status);
  if (query.integrationId) said.set("shop", query.integrationId);
  if (query.tracking) said.set("tracking", query.tracking);
  if (query.from) said.set("from", query.from);
  if (query.to) said.set("to", query.to);
  if (query.leftOut) said.set("left_out", "1");
  if (query.after) said.set("after", printOrderCursor(query.after));
  else if (query.before) said.set("before", printOrderCursor(query.before));
  if ((query.after || query.before) && query.place > 1) said.set("place", String(query.place));
  return printQuery(said);
}

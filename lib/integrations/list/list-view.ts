import { printQuery, type Query } from "@/lib/base/route";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { TONES, type Tone } from "@/lib/health/lane/tone";

// The query of the shop list, as in the URL.

export const SORTS = ["attention", "name", "last_order", "last_check"] as const;
export type Sort = (typeof SORTS)[number];

export interface ListFilter {
  search: string;
  tone: Tone | null;
  shopSystem: ShopSystem | null;
}

export interface ListQuery extends ListFilter {
  sort: Sort;
  page: number;
}

export const EVERYTHING: ListQuery = { search: "", tone: null, shopSystem: null, sort: "attention", page: 1 };

export const isFiltered = ({ search, tone, shopSystem }: ListFilter): boolean =>
  search.trim() !== "" || tone !== null || shopSystem !== null;

/** The URL query of a list, containing only what differs from the default. */
export const printListQuery = ({ search, tone, shopSystem, sort, page }: ListQuery): Query =>
  printQuery({ q: search.trim() && search, state: tone, shopSystem, sort: sort !== "attention" && sort, page: page > 1 && page });

export type ToneCounts = Readonly<Record<Tone, number>>;

/** Shops of each tone on the overview; the list shows the rest. */
export const SHOWN_ON_OVERVIEW: ToneCounts = { action_needed: 20, recovering: 5, working: 5, idle: 5, healthy: 0 };

export const NO_SHOPS: ToneCounts = Object.fromEntries(TONES.map((tone) => [tone, 0])) as Record<Tone, number>;

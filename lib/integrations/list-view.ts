import { printQuery, type Query } from "@/lib/base/route";
import type { Platform } from "@/lib/connectors/platforms";
import { TONES, type Tone } from "@/lib/health/tone";

// What the list of shops is asked for, as it stands in the address bar.

export const SORTS = ["attention", "name", "last_order", "last_check"] as const;
export type Sort = (typeof SORTS)[number];

export interface ListFilter {
  search: string;
  tone: Tone | null;
  platform: Platform | null;
}

export interface ListQuery extends ListFilter {
  sort: Sort;
  page: number;
}

export const EVERYTHING: ListQuery = { search: "", tone: null, platform: null, sort: "attention", page: 1 };

export const isFiltered = ({ search, tone, platform }: ListFilter): boolean => search.trim() !== "" || tone !== null || platform !== null;

/** The address bar's text for a query, with only what differs from the usual view. */
export const printListQuery = ({ search, tone, platform, sort, page }: ListQuery): Query =>
  printQuery({ q: search.trim() && search, state: tone, platform, sort: sort !== "attention" && sort, page: page > 1 && page });

export type ToneCounts = Readonly<Record<Tone, number>>;

/** How many shops of each tone the overview shows; the list has the rest. */
export const SHOWN_ON_OVERVIEW: ToneCounts = { action_needed: 20, recovering: 5, working: 5, idle: 5, healthy: 0 };

export const NO_SHOPS: ToneCounts = Object.fromEntries(TONES.map((tone) => [tone, 0])) as Record<Tone, number>;

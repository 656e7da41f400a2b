import { compareCodes } from "@/lib/base/compare-texts";
import { isPlatform, type Platform } from "@/lib/connectors/platforms";
import { byEffect, byName } from "@/lib/integrations/effect";
import type { IntegrationRow } from "@/lib/integrations/row";
import { rowTone, TONES, type Tone, toneRank } from "@/lib/integrations/tone";

// Which rows the list shows and in which order: pure, so that the server's first page and the browser agree.

export const SORTS = ["attention", "name", "last_order", "last_check"] as const;
export type Sort = (typeof SORTS)[number];

export interface ListQuery {
  search: string;
  tone: Tone | null;
  platform: Platform | null;
  sort: Sort;
}

export const EVERYTHING: ListQuery = { search: "", tone: null, platform: null, sort: "attention" };

/** Reads the query of the address bar; what it does not know counts as not said. */
export function parseListQuery(get: (name: string) => string | null): ListQuery {
  const platform = get("platform") ?? "";
  return {
    search: (get("q") ?? "").slice(0, 200),
    tone: TONES.find((tone) => tone === get("state")) ?? null,
    platform: isPlatform(platform) ? platform : null,
    sort: SORTS.find((sort) => sort === get("sort")) ?? "attention",
  };
}

/** The address bar's text for a query, with only what differs from the usual view. */
export function printListQuery(query: ListQuery): string {
  const said = new URLSearchParams();
  if (query.search.trim() !== "") said.set("q", query.search);
  if (query.tone) said.set("state", query.tone);
  if (query.platform) said.set("platform", query.platform);
  if (query.sort !== "attention") said.set("sort", query.sort);
  const text = said.toString();
  return text === "" ? "" : `?${text}`;
}

function matches(row: IntegrationRow, query: ListQuery): boolean {
  if (query.platform && row.platform !== query.platform) return false;
  if (query.tone && rowTone(row) !== query.tone) return false;
  const text = `${row.name} ${row.baseUrl} ${row.readableUrl ?? ""}`.toLowerCase();
  return query.search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Newest first, never last. */
const byTime = (a: string | null, b: string | null): number => compareCodes(b ?? "", a ?? "");

const ORDERS: Readonly<Record<Sort, (a: IntegrationRow, b: IntegrationRow) => number>> = {
  attention: (a, b) => toneRank(rowTone(a)) - toneRank(rowTone(b)) || byEffect(a, b),
  name: byName,
  last_order: (a, b) => byTime(a.lastOrderAt, b.lastOrderAt) || byName(a, b),
  last_check: (a, b) => byTime(a.check?.at ?? null, b.check?.at ?? null) || byName(a, b),
};

export const sortRows = (rows: readonly IntegrationRow[], sort: Sort): IntegrationRow[] => [...rows].sort(ORDERS[sort]);

/** In the order in which they come. */
export const filterRows = (rows: readonly IntegrationRow[], query: ListQuery): IntegrationRow[] =>
  rows.filter((row) => matches(row, query));

export const selectRows = (rows: readonly IntegrationRow[], query: ListQuery): IntegrationRow[] =>
  sortRows(filterRows(rows, query), query.sort);

/** How many rows each tone has, for the filter. */
export function countTones(rows: readonly IntegrationRow[]): Readonly<Record<Tone, number>> {
  const counts = Object.fromEntries(TONES.map((tone) => [tone, 0])) as Record<Tone, number>;
  for (const row of rows) counts[rowTone(row)] += 1;
  return counts;
}

import { z } from "zod";
import { pageNumber, readSearch, type SearchParams } from "@/lib/base/paging";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { TONES } from "@/lib/health/lane/tone";
import { type ListQuery, SORTS } from "@/lib/integrations/list/list-view";

const MAX_SEARCH_LENGTH = 200;

const searchSchema = z.object({
  q: z
    .string()
    .transform((text) => text.slice(0, MAX_SEARCH_LENGTH))
    .catch(""),
  state: z.enum(TONES).nullable().catch(null),
  shopSystem: z.enum(SHOP_SYSTEMS).nullable().catch(null),
  sort: z.enum(SORTS).catch("attention"),
  page: pageNumber,
});

/** Parses the query of the URL; unknown values are ignored. */
export function parseListQuery(params: SearchParams): ListQuery {
  const { q, state, ...rest } = readSearch(searchSchema, params);
  return { search: q, tone: state, ...rest };
}

/** The shops of "select all that match". */
export const listFilterSchema = z.object({
  search: z.string().max(MAX_SEARCH_LENGTH),
  tone: z.enum(TONES).nullable(),
  shopSystem: z.enum(SHOP_SYSTEMS).nullable(),
});

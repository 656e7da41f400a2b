import { z } from "zod";

export const PAGE_SIZE = 50;

/** Lists are counted up to this number, then shown as "10,000+". */
export const MAX_COUNTED = 10_000;

/** A page number from the query string, from 1; invalid input counts as the first page. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1);

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** Parses a query string with a schema whose fields all have a fallback. The first of repeated parameters counts. */
export const readSearch = <Schema extends z.ZodObject>(schema: Schema, params: SearchParams): z.infer<Schema> =>
  schema.parse(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value])));

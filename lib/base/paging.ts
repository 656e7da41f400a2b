import { z } from "zod";

export const PAGE_SIZE = 50;

/** Counting ends here: more than this no person pages through. */
export const MOST_COUNTED = 10_000;

/** A page number of the address bar, from 1; anything else counts as the first. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1);

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The query of the address bar by a schema whose fields all have a fallback. Of repeated parameters the first counts. */
export const readSearch = <Schema extends z.ZodObject>(schema: Schema, params: SearchParams): z.infer<Schema> =>
  schema.parse(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value])));

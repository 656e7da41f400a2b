import { z } from "zod";
import { singleLine } from "@/lib/base/normalize-text";
import { firstPage, parseOrderQuery, printOrderQuery } from "@/lib/orders/order-query";

export const MAX_VIEWS = 30;

/** The part of the list's query that a view keeps: no page, and no search, which may name a buyer. */
export const viewQueryOf = (query: string): string => {
  const search = new URLSearchParams(query);
  return printOrderQuery({ ...firstPage(parseOrderQuery((name) => search.get(name))), search: "" });
};

export const orderViewSchema = z.object({
  name: z
    .string()
    .transform(singleLine)
    .pipe(z.string().min(1, { error: "field_invalid" }).max(60)),
  query: z.string().max(500).transform(viewQueryOf).pipe(z.string().min(2)),
});

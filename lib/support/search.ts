import { z } from "zod";

/** Merchants on one page of the search. */
export const PAGE_SIZE = 25;

/** What matched: a merchant is found by any of these. */
export const MATCH_KINDS = ["name", "member", "shop", "order"] as const;
export type MatchKind = (typeof MATCH_KINDS)[number];

export interface MerchantSearch {
  /** Trimmed, without control characters; empty lists every merchant. */
  text: string;
  /** From 1. */
  page: number;
}

const textSchema = z
  .string()
  .max(200)
  .transform((text) => text.replace(/\p{Cc}/gu, " ").trim())
  .catch("");
const pageSchema = z.coerce.number().int().min(1).max(10_000).catch(1);

/** Reads the query of the address bar; what makes no sense counts as not said. */
export const parseMerchantSearch = (query: Record<string, unknown>): MerchantSearch => ({
  text: textSchema.parse(query["q"]),
  page: pageSchema.parse(query["page"]),
});

export function printMerchantSearch({ text, page }: MerchantSearch): string {
  const said = new URLSearchParams();
  if (text !== "") said.set("q", text);
  if (page > 1) said.set("page", String(page));
  const printed = said.toString();
  return printed === "" ? "" : `?${printed}`;
}

/** The text as a pattern of `LIKE` that finds it anywhere, with the pattern's own signs taken literally. */
export const likeAnywhere = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

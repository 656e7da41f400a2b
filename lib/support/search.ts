import { z } from "zod";
import { pageNumber } from "@/lib/base/paging";
import { printQuery, type Query } from "@/lib/base/route";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";

export const MERCHANT_STATES = ["action_needed", "recovering", "idle", "no_shop"] as const;
type MerchantState = (typeof MERCHANT_STATES)[number];
export const MERCHANT_SORTS = ["name", "newest", "attention"] as const;
type MerchantSort = (typeof MERCHANT_SORTS)[number];

export interface MerchantQuery {
  /** Trimmed, without control characters; empty lists all merchants. */
  text: string;
  state: MerchantState | null;
  shopSystem: ShopSystem | null;
  sort: MerchantSort;
  page: number;
}

const textSchema = z
  .string()
  .max(200)
  .transform((text) => text.replace(/\p{Cc}/gu, " ").trim())
  .catch("");

/** Parses the URL query; invalid values are ignored. */
export const parseMerchantQuery = (query: Record<string, unknown>): MerchantQuery => ({
  text: textSchema.parse(query["q"]),
  state: MERCHANT_STATES.find((state) => state === query["state"]) ?? null,
  shopSystem: SHOP_SYSTEMS.find((shopSystem) => shopSystem === query["shopSystem"]) ?? null,
  sort: MERCHANT_SORTS.find((sort) => sort === query["sort"]) ?? "name",
  page: pageNumber.parse(query["page"]),
});

export const printMerchantQuery = ({ text, state, shopSystem, sort, page }: MerchantQuery): Query =>
  printQuery({ q: text, state, shopSystem, sort: sort !== "name" && sort, page: page > 1 && page });

const literal = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
/** A `LIKE` pattern that matches the text anywhere; wildcards in the text are escaped. */
export const likeAnywhere = (text: string): string => `%${literal(text)}%`;
/** The same for a prefix, in lower case. */
export const likeBeginning = (text: string): string => `${literal(text.toLowerCase())}%`;

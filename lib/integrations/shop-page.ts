import { PAGE_SIZE } from "@/lib/base/paging";
import { hasNonAscii } from "@/lib/base/texts";
import { toneRank } from "@/lib/health/lane/tone";
import type { Sql } from "@/lib/infra/sql";
import { pageOfShops } from "@/lib/integrations/list/list-sql";
import type { ListFilter, ListQuery } from "@/lib/integrations/list/list-view";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readIntegrationRows } from "@/lib/integrations/list/row-query";

export interface ShopPage {
  rows: IntegrationRow[];
  total: number;
  /** From 1; the first page if the requested one no longer exists. */
  page: number;
}

/** One page of the merchant's matching shops, in the order of the query. `sql` is within a transaction that can read the merchant. */
export async function readShopPage(sql: Sql, merchantId: string, query: ListQuery): Promise<ShopPage> {
  const read = (page: number) => {
    const values = [merchantId, ...fitting(query), PAGE_SIZE, (page - 1) * PAGE_SIZE];
    return sql.query<{ id: string; total: number }>(pageOfShops(query.sort), values);
  };
  let { page } = query;
  let found = await read(page);
  if (found.length === 0 && page > 1) {
    page = 1;
    found = await read(page);
  }
  const ids = found.map(({ id }) => id);
  return { rows: await readIntegrationRows(sql, merchantId, ids), total: found[0]?.total ?? 0, page };
}

/** Parameters $2 to $5 of the statements in list-sql.ts. */
export function fitting({ search, tone, shopSystem }: ListFilter): unknown[] {
  const terms = search.split(/\s+/).filter((word) => word !== "");
  const patterns = terms.filter((word) => !hasNonAscii(word)).map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  return [patterns, terms.filter(hasNonAscii), tone && toneRank(tone), shopSystem];
}

import type { Transaction } from "@/lib/infra/db";

export interface Page {
  /** The key of the last row of the page before; null for the first page. */
  after: string | null;
  /** Rows at most, unless several have the same key. */
  size: number;
}

interface Rows {
  table: string;
  key: string;
  /** The columns that are searched. */
  columns: readonly string[];
  /** SQL: the merchant's rows. `$1` is the merchant. */
  rows: string;
}

export interface Bounds {
  searched: number;
  /** The key of the page's last row; null if it has none. */
  last: string | null;
  isLastPage: boolean;
}

/** Before every id. */
export const FIRST = "00000000-0000-0000-0000-000000000000";

/** Of stored bytes, which may be compressed: their size is known without reading them. */
const MAX_BYTES = 2_000_000;

/** The bounds of a page that is limited by rows and bytes. Names of `Rows` are constants, never input. */
export async function readBounds(tx: Transaction, { table, key, columns, rows }: Rows, merchantId: string, page: Page): Promise<Bounds> {
  const [bounds] = await tx.$queryRawUnsafe<{ searched: number; read: number; last: string | null }[]>(
    `select count(*) filter (where fits)::int as searched, count(*)::int as read, (array_agg(k order by k desc) filter (where fits))[1]::text as last
     from (select k, coalesce(sum(size) over (order by k groups between unbounded preceding and 1 preceding), 0) < ${MAX_BYTES} as fits
       from (select ${key} as k, ${columns.map((column) => `coalesce(pg_column_size(${column}), 0)`).join(" + ")} as size
         from ${table} where ${rows} and ${key} > $2::uuid order by ${key} fetch first ${page.size} rows with ties) page) sized`,
    merchantId,
    page.after ?? FIRST,
  );
  const { searched = 0, read = 0, last = null } = bounds ?? {};
  return { searched, last, isLastPage: searched === read && read < page.size };
}

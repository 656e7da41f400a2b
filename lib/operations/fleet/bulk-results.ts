import { PAGE_SIZE } from "@/lib/base/paging";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { type Columns, csvLine, RAW_STYLE } from "@/lib/infra/print-csv";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { BULK_RESULT_SQL, BULK_RESULTS, type BulkResult, bulkPart, type FleetFilter } from "@/lib/operations/fleet/filter";

/** What became of one shop in a bulk job. */
export interface ShopResult {
  merchantId: string;
  merchantName: string;
  integrationId: string;
  name: string;
  baseUrl: string;
  result: BulkResult;
  /** Why it failed: a cause, the failure of a run, or why it was refused. */
  detail: string | null;
  endedAt: Date | null;
}

/** How many shops had a result, and for the same reason. */
export interface ResultGroup extends Pick<ShopResult, "result" | "detail"> {
  count: number;
}

type Narrowing = Pick<FleetFilter, "result" | "detail">;

const rankOf = (result: Prisma.Sql): Prisma.Sql => Prisma.sql`array_position(${[...BULK_RESULTS]}::text[], ${result})`;

/** The largest groups first within each result, and what failed before the rest. */
export function countResults(_scope: PlatformScope, jobId: string): Promise<ResultGroup[]> {
  return inPlatform(
    (tx) => tx.$queryRaw<ResultGroup[]>`
      select result, detail, count(*)::int as count
      from (select ${BULK_RESULT_SQL} as result, b.detail from bulk_item b join bulk_job j on j.id = b.job_id where b.job_id = ${jobId}::uuid) item
      group by 1, 2 order by ${rankOf(Prisma.sql`result`)}, count desc, detail limit 60`,
  );
}

const resultsOf = (jobId: string, narrowing: Narrowing): Prisma.Sql => Prisma.sql`
  select m.id as "merchantId", m.name as "merchantName", i.id as "integrationId", i.name, i.base_url as "baseUrl", ${BULK_RESULT_SQL} as result, b.detail, b.ended_at as "endedAt"
  from bulk_item b join bulk_job j on j.id = b.job_id join merchant m on m.id = b.merchant_id
    join integration i on i.merchant_id = b.merchant_id and i.id = b.integration_id
  where b.job_id = ${jobId}::uuid ${bulkPart(narrowing)}`;

/** One page of a job's shops, what failed first. */
export const listResults = (_scope: PlatformScope, jobId: string, narrowing: Narrowing, page: number): Promise<ShopResult[]> =>
  inPlatform(
    (tx) => tx.$queryRaw<ShopResult[]>`
      select * from (${resultsOf(jobId, narrowing)}) item order by ${rankOf(Prisma.sql`item.result`)}, lower("merchantName"), "merchantId", "integrationId"
      limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`,
  );

const COLUMNS: Columns<ShopResult> = {
  merchant: ({ merchantName }) => merchantName,
  shop: ({ name }) => name,
  address: ({ baseUrl }) => baseUrl,
  result: ({ result }) => result,
  detail: ({ detail }) => detail,
  ended_at_utc: ({ endedAt }) => endedAt,
  merchant_id: ({ merchantId }) => merchantId,
  shop_id: ({ integrationId }) => integrationId,
};

const PER_READ = 500;

/** All shops of a job that match as CSV, read page by page. */
export async function* printResults(_scope: PlatformScope, jobId: string, narrowing: Narrowing): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(Object.keys(COLUMNS))}`;
  let after: Pick<ShopResult, "merchantId" | "integrationId"> | null = null;
  for (;;) {
    const last: typeof after = after;
    const behind = last
      ? Prisma.sql`and (b.merchant_id, b.integration_id) > (${last.merchantId}::uuid, ${last.integrationId}::uuid)`
      : Prisma.empty;
    const rows: ShopResult[] = await inPlatform(
      (tx) =>
        tx.$queryRaw<ShopResult[]>`${resultsOf(jobId, narrowing)} ${behind} order by b.merchant_id, b.integration_id limit ${PER_READ}`,
    );
    yield rows.map((row) => csvLine(Object.values(COLUMNS).map((cellOf) => cellOf(row, RAW_STYLE)))).join("");
    if (rows.length < PER_READ) return;
    after = rows.at(-1) ?? null;
  }
}

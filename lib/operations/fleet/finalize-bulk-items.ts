import { inPlatform } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { Prisma } from "@/lib/infra/prisma-client/client";

const MAX_AT_ONCE = 500;

/** What became of the checks and runs of bulk jobs. Stored, since no-op runs are compacted. */
const ended = (kind: string, table: Prisma.Sql, isOver: Prisma.Sql, result: Prisma.Sql, detail: Prisma.Sql) => Prisma.sql`
  select b.merchant_id, b.job_id, b.integration_id, case when one.id is null then 'unknown' else ${result} end as result, ${detail} as detail, one.finished_at
  from bulk_item b join bulk_job j on j.id = b.job_id left join ${table} one on one.merchant_id = b.merchant_id and one.id = b.result_id
  where b.result is null and b.outcome in ('started', 'joined') and j.kind = ${kind} and (one.id is null or ${isOver})`;

const CHECKS = ended(
  "check",
  Prisma.sql`reachability_check`,
  Prisma.sql`one.status in ('done', 'failed')`,
  Prisma.sql`case when one.verdict = 'healthy' then 'passed' else 'failed' end`,
  Prisma.sql`case when one.status = 'failed' then 'check_failed' when one.verdict <> 'healthy' then one.cause_codes[1] end`,
);

const RUNS = ended(
  "refresh",
  Prisma.sql`sync_run`,
  Prisma.sql`one.status in ('succeeded', 'failed')`,
  Prisma.sql`case when one.status = 'succeeded' then 'passed' else 'failed' end`,
  Prisma.sql`one.failure`,
);

/** Stores the results of checks and runs that ended, and ends jobs whose shops all have one. */
export async function finalizeBulkItems(): Promise<void> {
  await inPlatform(async (tx) => {
    const stored = await tx.$executeRaw`
      update bulk_item b set result = found.result, detail = found.detail, ended_at = coalesce(found.finished_at, now())
      from (select * from (${CHECKS} union all ${RUNS}) found limit ${MAX_AT_ONCE}) found
      where b.merchant_id = found.merchant_id and b.job_id = found.job_id and b.integration_id = found.integration_id and b.result is null`;
    const done = await tx.$executeRaw`
      update bulk_job set status = 'done', ended_at = now() where status = 'running'
        and not exists (select 1 from bulk_item where job_id = bulk_job.id and result is null)`;
    if (stored + done > 0) await publish(tx, { kind: "fleet" });
  });
}

import { HISTORY_KEPT_DAYS, type PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { triggersThat } from "@/lib/sync/triggers";

const BATCH = 5_000;

/**
 * Deletes runs older than the history, except each shop's last success and last whole count, which pages show, and runs that a support
 * thread refers to. @returns the number deleted
 */
export function pruneRuns(shops: readonly PrunedShop[]): Promise<number> {
  const ids = shops.map(({ integrationId }) => integrationId);
  return inPlatform(
    (tx) => tx.$executeRaw`
      with kept as materialized (
        select i.id as integration_id,
          (select r.id from sync_run r where r.integration_id = i.id and r.status = 'succeeded' order by r.requested_at desc, r.id desc limit 1) as success_id,
          (select r.id from sync_run r where r.integration_id = i.id and r.status = 'succeeded' and r.shop_count is not null and r.count_check_is_whole
            order by r.requested_at desc, r.id desc limit 1) as counted_id
        from unnest(${ids}::uuid[]) as i (id)
      )
      delete from sync_run where id in (
        select r.id from sync_run r join kept k on k.integration_id = r.integration_id
        where r.requested_at < now() - make_interval(days => ${HISTORY_KEPT_DAYS}) and r.status in ('succeeded', 'failed')
          and r.id is distinct from k.success_id and r.id is distinct from k.counted_id
          and not exists (select 1 from support_thread t where t.merchant_id = r.merchant_id and t.run_id = r.id)
        order by r.requested_at limit ${BATCH})`,
  );
}

const NOOP_TRIGGERS = triggersThat(({ canBeNoop }) => canBeNoop);

/** SQL condition: the run was scheduled, imported nothing, and its counts, if any, agree. */
export function isNoopRun(table: "r" | "sync_run"): Prisma.Sql {
  const of = (column: string): Prisma.Sql => Prisma.raw(`${table}.${column}`);
  return Prisma.sql`(${of("status")} = 'succeeded' and ${of("trigger")} in (${Prisma.join(NOOP_TRIGGERS)}) and ${of("created")} = 0 and ${of("updated")} = 0
    and ${of("quarantined")} = 0 and ${of("shop_count")} is not distinct from ${of("our_count")})`;
}

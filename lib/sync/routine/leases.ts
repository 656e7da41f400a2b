import { LEASE_SECONDS } from "@/lib/health/lease";
import { inPlatformSql } from "@/lib/infra/sql";
import type { RoutineClaim } from "@/lib/sync/routine/claim";

/** $1 lease owner; $2, $3, $4 merchants, integrations and runs, side by side. */
const KEEP = {
  name: "keep_routine_leases",
  text: `
    with held as (
      select * from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as h(merchant_id, integration_id, run_id)
    ), runs as (
      update sync_run r set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) from held h
      where r.merchant_id = h.merchant_id and r.id = h.run_id and r.lease_owner = $1::uuid and r.status = 'running'
      returning r.id
    ), connections as (
      update shop_connection c set held_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) from held h
      where c.merchant_id = h.merchant_id and c.integration_id = h.integration_id and c.holder = h.run_id
    )
    select id as "runId" from runs`,
};

/** Says of all runs at once that their worker is alive. @returns the runs that it still holds */
export async function renewRoutineLeases(leaseOwner: string, claims: readonly RoutineClaim[]): Promise<Set<string>> {
  const columns = [claims.map((claim) => claim.merchantId), claims.map((claim) => claim.integrationId), claims.map((claim) => claim.runId)];
  const kept = await inPlatformSql(10_000, (sql) => sql.query<{ runId: string }>(KEEP, [leaseOwner, ...columns]));
  return new Set(kept.map(({ runId }) => runId));
}

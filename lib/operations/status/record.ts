import type { PlatformScope } from "@/lib/identity/accounts/access";
import { AREAS, takeOutcomes } from "@/lib/infra/observe/outcomes";
import { inPlatformSql } from "@/lib/infra/sql";
import { KEPT_DAYS, SLOT_MS } from "@/lib/operations/status/slots";

/** Due syncs that wait longer than this count as late. */
const LATE_SECONDS = 300;
/** A newly started worker first processes what was queued while none ran. */
const CATCHES_UP_SECONDS = 600;

const RECORD = `
    insert into platform_slot as known (at, area, worked, failed, late)
    select to_timestamp(floor(extract(epoch from now()) / ${SLOT_MS / 1000}) * ${SLOT_MS / 1000}), o.area, o.worked, o.failed,
      $2::boolean and o.area = 'import' and exists (select 1 from lane where lane = 'orders_in' and state in ('regular', 'throttled')
        and last_success_at is not null and next_sync_at < now() - interval '${LATE_SECONDS} seconds')
    from jsonb_to_recordset($1::jsonb) as o(area text, worked int, failed int)
    on conflict (at, area) do update set worked = known.worked + excluded.worked, failed = known.failed + excluded.failed,
      late = known.late or excluded.late`;
const PRUNE = `delete from platform_slot where at < now() - interval '${KEPT_DAYS + 1} days'`;

/** Stores this worker's results since the last call; the row itself proves that a worker reached the database. */
export async function recordSlots(_scope: PlatformScope): Promise<void> {
  const taken = takeOutcomes();
  const rows = AREAS.map((area) => ({ area, ...(taken.get(area) ?? { worked: 0, failed: 0 }) }));
  await inPlatformSql(10_000, (sql) => sql.query(RECORD, [JSON.stringify(rows), process.uptime() > CATCHES_UP_SECONDS]));
}

export async function pruneSlots(_scope: PlatformScope): Promise<void> {
  await inPlatformSql(10_000, (sql) => sql.query(PRUNE, []));
}

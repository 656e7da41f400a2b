import { Gauge } from "prom-client";
import { MINUTE_MS } from "@/lib/base/units";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { inPlatformSql } from "@/lib/infra/sql";
import { readStatus } from "@/lib/operations/status/data";
import type { AreaState } from "@/lib/operations/status/slots";

// Values that only the database knows. Every worker reports the same: take the maximum, never the sum.

/** Scrapes within this time share one reading. */
const QUEUES_FRESH_MS = 10_000;
/** Longer, since it reads every lane. */
const LANES_FRESH_MS = MINUTE_MS;
const LIMIT_MS = 5_000;

const STATE_VALUES: Readonly<Record<AreaState, number>> = { operational: 0, degraded: 1, down: 2 };

const QUEUED = `select q.name as queue, count(j.id) filter (where j.state in ('created', 'retry'))::int as waiting,
      count(j.id) filter (where j.state = 'active')::int as active,
      coalesce(extract(epoch from now() - min(j.created_on) filter (where j.state in ('created', 'retry'))), 0)::float8 as "oldestSeconds"
    from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state in ('created', 'retry', 'active') group by q.name`;
const DUE = `select count(*)::int as due, coalesce(extract(epoch from now() - min(next_sync_at)), 0)::float8 as "lagSeconds"
    from lane where lane = 'orders_in' and next_sync_at <= now() and state not in ('paused', 'off')`;
const LANES = "select lane, state, count(*)::int as lanes from lane group by lane, state";

/** @returns a function that refreshes outdated gauges; `mooring_database_up` reports errors */
export function createDatabaseGauges(): () => Promise<void> {
  const registers = [metrics().registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames, registers });
  const up = gauge("mooring_database_up", "Whether the database answered at the last scrape.", []);
  const depth = gauge("mooring_queue_jobs", "Jobs that wait or run.", ["queue", "state"]);
  const age = gauge("mooring_queue_oldest_seconds", "Age of the oldest waiting job.", ["queue"]);
  const due = gauge("mooring_syncs_due", "Routine syncs that are due and not claimed.", []);
  const lag = gauge("mooring_sync_overdue_seconds", "Age of the oldest due routine sync.", []);
  const lanes = gauge("mooring_lanes", "Lanes of shops by state.", ["lane", "state"]);

  const areas = gauge("mooring_platform_state", "What the status page shows: 0 operational, 1 degraded, 2 down.", ["area"]);

  const readQueues = every(QUEUES_FRESH_MS, () =>
    inPlatformSql(LIMIT_MS, async (sql) => {
      for (const row of await sql.query<{ queue: string; waiting: number; active: number; oldestSeconds: number }>(QUEUED, [])) {
        depth.set({ queue: row.queue, state: "waiting" }, row.waiting);
        depth.set({ queue: row.queue, state: "active" }, row.active);
        age.set({ queue: row.queue }, row.oldestSeconds);
      }
      const [row] = await sql.query<{ due: number; lagSeconds: number }>(DUE, []);
      due.set(row?.due ?? 0);
      lag.set(row?.lagSeconds ?? 0);
    }),
  );
  const readLanes = every(LANES_FRESH_MS, () =>
    inPlatformSql(LIMIT_MS, async (sql) => {
      const rows = await sql.query<{ lane: string; state: string; lanes: number }>(LANES, []);
      lanes.reset();
      for (const row of rows) lanes.set({ lane: row.lane, state: row.state }, row.lanes);
    }),
  );
  const readAreas = async (): Promise<void> => {
    for (const { area, now } of await readStatus()) areas.set({ area }, STATE_VALUES[now]);
  };
  return async () => {
    try {
      await readQueues();
      await readLanes();
      await readAreas();
      up.set(1);
    } catch (error) {
      log.warn({ err: error }, "could not read the database's gauges");
      up.set(0);
    }
  };
}

/** Calls `read` at most once within `freshMs`, and retries immediately after a failure. */
function every(freshMs: number, read: () => Promise<void>): () => Promise<void> {
  let atMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - atMs < freshMs) return;
    await read();
    atMs = performance.now();
  };
}

import { DAY_MS } from "@/lib/base/units";
import { startCheck } from "@/lib/check/mutations";
import { laneOffSoon } from "@/lib/health/events";
import { applyLaneEvent, toLaneFacts } from "@/lib/health/lane/apply-lane-event";
import { laneReasonSchema, toLaneState } from "@/lib/health/lane/lane";
import { toLaneName } from "@/lib/health/lane/lane-name";
import { switchOffSchedule, THROTTLE_POLICY } from "@/lib/health/lane/throttle";
import { isVisibleToRecoveryProbe, waitsForKey } from "@/lib/health/probe-visible-causes";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { POSTPONE_SECONDS } from "@/lib/sync/engine/plan";
import { enqueueRuns, type QueuedRun } from "@/lib/sync/run/start-waiting-runs";

// Each function claims due rows in one transaction, skipping those that another worker has locked, so any number of workers may run it.

const BATCH = 200;

/** Starts the first run of every due lane that has never succeeded; routine/worker.ts handles the others. @returns the number of runs */
export function startDueSyncs(scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const runs = await tx.$queryRaw<QueuedRun[]>`
      with due as (
        select l.merchant_id, l.integration_id, l.state from lane l
        where l.lane = 'orders_in' and l.next_sync_at <= now() and l.state not in ('paused', 'off') and l.last_success_at is null and not exists (
          select 1 from sync_run r where r.merchant_id = l.merchant_id and r.integration_id = l.integration_id and r.status in ('queued', 'running'))
        order by l.next_sync_at limit ${BATCH} for update skip locked
      ), put_off as (
        update lane set next_sync_at = now() + make_interval(secs => ${POSTPONE_SECONDS}) from due
        where lane.merchant_id = due.merchant_id and lane.integration_id = due.integration_id and lane.lane = 'orders_in'
      )
      insert into sync_run (merchant_id, id, integration_id, trigger, requested_by)
      select i.merchant_id, gen_random_uuid(), i.id, case when due.state = 'regular' then 'first_import' else 'schedule' end,
        ${JSON.stringify(scope.actor)}::jsonb
      from due join integration i on i.merchant_id = due.merchant_id and i.id = due.integration_id
      where i.credentials is not null
      on conflict (merchant_id, integration_id) where status in ('queued', 'running') do nothing
      returning merchant_id as "merchantId", integration_id as "integrationId", id as "runId"`;
    await enqueueRuns(tx, runs);
    return runs.length;
  });
}

/** Nightly runs are spread over four hours, so that the shops of one host are not all read at once. */
const NIGHT_BEGINS_AT_HOUR = 1;
const NIGHT_SECONDS = 4 * 3600;

/**
 * Starts the nightly rescan of healthy shops without an active run, in the small hours of the merchant's time zone, and plans the first
 * one of new shops. @returns the number of shops
 */
export function startDueRescans(scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const [claimed] = await tx.$queryRaw<{ count: number; runs: QueuedRun[] }[]>`
      with due as (
        select i.merchant_id, i.id, i.next_rescan_at is not null as is_night, i.credentials is not null as has_credentials
        from integration i
        where (i.next_rescan_at is null or i.next_rescan_at <= now()) and not exists (
          select 1 from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status in ('queued', 'running'))
        order by i.next_rescan_at nulls first limit ${BATCH} for no key update of i skip locked
      ), planned as (
        update integration i set next_rescan_at = (date_trunc('day', now() at time zone m.time_zone) + make_interval(days => 1,
          hours => ${NIGHT_BEGINS_AT_HOUR}, secs => abs(hashtext(i.id::text)::bigint) % ${NIGHT_SECONDS})) at time zone m.time_zone
        from due join merchant m on m.id = due.merchant_id
        where i.merchant_id = due.merchant_id and i.id = due.id
      ), started as (
        insert into sync_run (merchant_id, id, integration_id, trigger, requested_by)
        select due.merchant_id, gen_random_uuid(), due.id, 'rescan', ${JSON.stringify(scope.actor)}::jsonb
        from due join lane l on l.merchant_id = due.merchant_id and l.integration_id = due.id and l.lane = 'orders_in'
        where due.is_night and due.has_credentials and l.state = 'regular' and l.last_success_at is not null
        on conflict (merchant_id, integration_id) where status in ('queued', 'running') do nothing
        returning merchant_id as "merchantId", integration_id as "integrationId", id as "runId"
      )
      select (select count(*)::int from due) as count, coalesce((select jsonb_agg(started) from started), '[]'::jsonb) as runs`;
    const runs = claimed?.runs ?? [];
    await enqueueRuns(tx, runs);
    return claimed?.count ?? 0;
  });
}

interface DueProbe {
  merchantId: string;
  integrationId: string;
  lane: string;
  state: string;
  reason: unknown;
  checkedLongAgo: boolean;
}

function needsCheck({ lane, state, reason, checkedLongAgo }: DueProbe): boolean {
  if (state !== "action_needed") return lane === "tracking_out";
  const known = laneReasonSchema.safeParse(reason);
  return checkedLongAgo || !known.success || !(isVisibleToRecoveryProbe(known.data) || waitsForKey(known.data));
}

/** Queues a recovery probe for each due shop, or a check where only a check can detect a fix or the last one is too old. */
export function startDueRecoveryProbes(scope: PlatformScope): Promise<number> {
  const { recheckSeconds, rareRecheckSeconds, rareProbesAfterSeconds } = THROTTLE_POLICY;
  return inPlatform(async (tx) => {
    const due = await tx.$queryRaw<DueProbe[]>`
      with due as (
        select l.merchant_id, l.integration_id, l.lane
        from lane l join integration i on i.merchant_id = l.merchant_id and i.id = l.integration_id
        where l.next_recovery_probe_at <= now() and l.state not in ('paused', 'off')
        order by l.next_recovery_probe_at limit ${BATCH} for no key update of i, l skip locked
      )
      update lane set next_recovery_probe_at = now() + make_interval(secs => ${POSTPONE_SECONDS}) from due
      where lane.merchant_id = due.merchant_id and lane.integration_id = due.integration_id and lane.lane = due.lane
      returning lane.merchant_id as "merchantId", lane.integration_id as "integrationId", lane.lane, lane.state,
        lane.reason_params || jsonb_build_object('code', lane.reason) as reason,
        lane.state = 'action_needed' and not exists (select 1 from reachability_check c
          where c.merchant_id = lane.merchant_id and c.integration_id = lane.integration_id
            and c.requested_at > now() - make_interval(secs => case when lane.failing_since > now() - make_interval(secs => ${rareProbesAfterSeconds}::int)
              then ${recheckSeconds}::int else ${rareRecheckSeconds}::int end)) as "checkedLongAgo"`;
    const checks = new Map(due.filter(needsCheck).map((probe) => [probe.integrationId, probe]));
    // One probe serves both lanes; a shop with a due check needs none.
    const probes = new Map(due.filter(({ integrationId }) => !checks.has(integrationId)).map((probe) => [probe.integrationId, probe]));
    const payloads = [...probes.values()].map(({ merchantId, integrationId }) => ({ merchantId, integrationId }));
    await enqueueAll(tx, "recovery-probe", payloads);
    for (const { merchantId, integrationId } of checks.values())
      await startCheck(tx, scopeOf(scope, merchantId), integrationId, "schedule");
    return due.length;
  });
}

const IN_TROUBLE = { in: ["throttled", "action_needed", "maintenance"] };

const scopeOf = ({ actor }: PlatformScope, merchantId: string): MerchantScope =>
  jobScope(actor.kind === "job" ? actor.job : "schedule", merchantId);

/**
 * Switches off lanes that have not succeeded for thirty days; tracking goes off with imports unless a push has succeeded since they
 * failed. @returns the number of lanes
 */
export function switchOffDue(scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const now = new Date();
    const before = new Date(now.getTime() - THROTTLE_POLICY.offAfterDays * DAY_MS);
    const lanes = await tx.lane.findMany({
      where: { failingSince: { lte: before }, state: IN_TROUBLE },
      // Lock order: orders_in before tracking_out.
      orderBy: [{ integrationId: "asc" }, { lane: "asc" }],
      take: BATCH,
    });
    for (const row of lanes) {
      const { lane, failingSince } = toLaneFacts(row);
      if (!failingSince || !switchOffSchedule(failingSince, now).isDue) continue;
      const { merchantId, integrationId } = row;
      const event = { kind: "gave_up" as const, days: Math.floor((now.getTime() - failingSince.getTime()) / DAY_MS) };
      await applyLaneEvent(tx, scopeOf(scope, merchantId), { integrationId, lane, event, now });
      const tracksOn = { merchantId, integrationId, lane: "tracking_out", lastSuccessAt: { gt: failingSince } };
      if (lane === "orders_in" && (await tx.lane.count({ where: tracksOn })) === 0)
        await applyLaneEvent(tx, scopeOf(scope, merchantId), { integrationId, lane: "tracking_out", event, now });
    }
    return lanes.length;
  });
}

interface FailingLane {
  merchantId: string;
  integrationId: string;
  lane: string;
  failingSince: Date;
  day: number;
  state: string;
  /** Why the lane is in its state, as stored with it. */
  reason: Prisma.InputJsonObject;
}

/** Publishes a warning on each day that the policy names; if several have passed, only the last. @returns the number of warnings */
export function warnDueShops(scope: PlatformScope): Promise<number> {
  const { warnAfterDays, offAfterDays } = THROTTLE_POLICY;
  const until = [...warnAfterDays.slice(1), offAfterDays];
  return inPlatform(async (tx) => {
    const now = new Date();
    const lanes = await tx.$queryRaw<FailingLane[]>`
      select l.merchant_id as "merchantId", l.integration_id as "integrationId", l.lane, l.failing_since as "failingSince", w.day, l.state,
        l.reason_params || jsonb_build_object('code', l.reason) as reason
      from unnest(${[...warnAfterDays]}::int[], ${until}::int[]) as w (day, until)
        join lane l on l.failing_since <= ${now}::timestamptz - make_interval(hours => 24 * w.day)
          and l.failing_since > ${now}::timestamptz - make_interval(hours => 24 * w.until)
        join integration i on i.merchant_id = l.merchant_id and i.id = l.integration_id
      where l.state in ('throttled', 'action_needed', 'maintenance')
        and not exists (select 1 from notification n where n.merchant_id = l.merchant_id and n.integration_id = l.integration_id and n.lane = l.lane
          and n.kind = 'off_soon' and n.at > l.failing_since and n.params->>'day' = w.day::text)
      order by l.integration_id, l.lane limit ${BATCH} for no key update of i, l skip locked`;
    for (const { merchantId, integrationId, lane, failingSince, day, state, reason } of lanes) {
      const { offAt } = switchOffSchedule(failingSince, now);
      const moved = { lane: toLaneName(lane), state: toLaneState(state), failingSince, at: now, params: reason };
      const warning = { ...moved, scope: scopeOf(scope, merchantId), integrationId, day, offAt };
      await laneOffSoon.publish(tx, warning);
    }
    return lanes.length;
  });
}

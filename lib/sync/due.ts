import { jobScope, type PlatformScope } from "@/lib/accounts/access";
import { startCheck } from "@/lib/checks/mutations";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { publish } from "@/lib/live/publish";
import { applyLaneEvent, toLaneFacts } from "@/lib/sync/lanes";
import { DEFAULT_POLICY, givingUp } from "@/lib/sync/throttle";
import { inPlatform } from "@/lib/system/db";

// What the clock makes due. Every claim is one transaction over rows that no other worker holds (FOR UPDATE SKIP LOCKED), so any number of
// workers may ask at once.

/** Until the run or look that was started tells the real next time: soon enough to notice one that was lost. */
const PUT_OFF_SECONDS = 900;
const BATCH = 200;

interface Claimed {
  merchantId: string;
  integrationId: string;
  runId: string;
}

/** Starts a run for every lane whose sync is due and that has none on its way. @returns how many were started */
export function startDueSyncs(scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const runs = await tx.$queryRaw<Claimed[]>`
      with due as (
        select l.merchant_id, l.integration_id from lane l
        where l.lane = 'orders_in' and l.next_sync_at <= now() and l.state not in ('paused', 'off')
        order by l.next_sync_at limit ${BATCH} for update skip locked
      ), put_off as (
        update lane set next_sync_at = now() + make_interval(secs => ${PUT_OFF_SECONDS}) from due
        where lane.merchant_id = due.merchant_id and lane.integration_id = due.integration_id and lane.lane = 'orders_in'
      )
      insert into sync_run (merchant_id, id, integration_id, trigger, requested_by)
      select i.merchant_id, gen_random_uuid(), i.id, case when l.last_success_at is null and l.state = 'regular' then 'first_import' else 'schedule' end,
        ${JSON.stringify(scope.actor)}::jsonb
      from due join integration i on i.merchant_id = due.merchant_id and i.id = due.integration_id
        join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
      where i.credentials is not null
      on conflict (merchant_id, integration_id) where status in ('queued', 'running') do nothing
      returning merchant_id as "merchantId", integration_id as "integrationId", id as "runId"`;
    await enqueueAll(tx, "sync-orders", runs);
    for (const run of runs) await publish(tx, { kind: "run", ...run });
    return runs.length;
  });
}

interface DueLook {
  merchantId: string;
  integrationId: string;
  lane: string;
  state: string;
}

/** Sends the canary to slow shops whose look is due, and a check where only a check can see whether a person has mended it. */
export function startDueLooks(scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const due = await tx.$queryRaw<DueLook[]>`
      with due as (
        select merchant_id, integration_id, lane from lane
        where next_look_at <= now() and state not in ('paused', 'off')
        order by next_look_at limit ${BATCH} for update skip locked
      )
      update lane set next_look_at = now() + make_interval(secs => ${PUT_OFF_SECONDS}) from due
      where lane.merchant_id = due.merchant_id and lane.integration_id = due.integration_id and lane.lane = due.lane
      returning lane.merchant_id as "merchantId", lane.integration_id as "integrationId", lane.lane, lane.state`;
    const needsCheck = (look: DueLook): boolean => look.lane === "tracking_out" || look.state === "action_needed";
    const looks = due.filter((look) => !needsCheck(look)).map(({ merchantId, integrationId }) => ({ merchantId, integrationId }));
    await enqueueAll(tx, "canary-look", looks);
    const checks = new Map(due.filter(needsCheck).map((look) => [look.integrationId, look]));
    for (const { merchantId, integrationId } of checks.values())
      await startCheck(tx, jobScope(scope.actor.kind === "job" ? scope.actor.job : "schedule", merchantId), integrationId, "schedule");
    return due.length;
  });
}

/** Switches off what has not succeeded for thirty days. @returns how many lanes */
export function giveUpDue(scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const now = new Date();
    const before = new Date(now.getTime() - DEFAULT_POLICY.offAfterDays * 86_400_000);
    const lanes = await tx.lane.findMany({
      where: { lane: "orders_in", failingSince: { lte: before }, state: { in: ["throttled", "action_needed", "maintenance"] } },
      take: BATCH,
    });
    for (const row of lanes) {
      const { failingSince } = toLaneFacts(row);
      if (!failingSince || !givingUp(failingSince, now, DEFAULT_POLICY).isDue) continue;
      const days = Math.floor((now.getTime() - failingSince.getTime()) / 86_400_000);
      const merchant = jobScope(scope.actor.kind === "job" ? scope.actor.job : "schedule", row.merchantId);
      await applyLaneEvent(tx, merchant, { integrationId: row.integrationId, lane: "orders_in", event: { kind: "gave_up", days }, now });
    }
    return lanes.length;
  });
}

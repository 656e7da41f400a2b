import { randomUUID } from "node:crypto";
import { SECOND_MS } from "@/lib/base/units";
import { startCheck, startCheckAfterFailure } from "@/lib/check/mutations";
import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import type { PhaseTimes } from "@/lib/connectors/http/shop-exchanges";
import { type WorkSucceeded, workSucceeded } from "@/lib/health/events";
import { isCheckable, ownFailure, type RunFailure } from "@/lib/health/failures";
import { applyLaneEvent, makePushesDue, toLaneFacts } from "@/lib/health/lane/apply-lane-event";
import type { LaneReason } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { THROTTLE_POLICY } from "@/lib/health/lane/throttle";
import { LEASE_SECONDS, MAX_ATTEMPTS } from "@/lib/health/lease";
import { lockShop } from "@/lib/health/lock-shop";
import { enterOpenWindow } from "@/lib/health/open-maintenance";
import { type AskedAs, type OpenShop, passedBy } from "@/lib/health/open-shop";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import type { CountCheck } from "@/lib/sync/engine/reconcile-counts";
import type { RunVisitor } from "@/lib/sync/past-runs/run-view";
import { type QueuedRun, type RunRef, startWaitingRun } from "@/lib/sync/run/start-waiting-runs";
import { type HeldRun, inRun } from "@/lib/sync/run/store";
import { listQuarantinedIn } from "@/lib/sync/run/store-reads";
import { clearSilence, resolveSilence } from "@/lib/sync/silence/resolve-silence";
import { toRunTrigger, triggerPolicy } from "@/lib/sync/triggers";

// A run is claimed by one worker, then ended, released or, if the worker died, rescued.

/** Claims a queued run or one whose worker died; null if another worker holds it or it has ended. */
export function claimRun(scope: MerchantScope, ref: RunRef): Promise<HeldRun | null> {
  const { merchantId } = scope;
  const leaseOwner = randomUUID();
  return inMerchant(merchantId, async (tx) => {
    const [claimed] = await tx.$queryRaw<{ attempt: number; trigger: string }[]>`
      update sync_run set status = 'running', phase = 'preflight', attempt = attempt + 1, started_at = coalesce(started_at, clock_timestamp()),
        lease_owner = ${leaseOwner}::uuid, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where merchant_id = ${merchantId}::uuid and id = ${ref.runId}::uuid and integration_id = ${ref.integrationId}::uuid
        and (status = 'queued' or (status = 'running' and lease_until < clock_timestamp()))
      returning attempt, trigger`;
    if (!claimed) return null;
    await publish(tx, { kind: "run", merchantId, ...ref });
    return { ...ref, leaseOwner, attempt: claimed.attempt, trigger: toRunTrigger(claimed.trigger) };
  });
}

/** Extends the lease; throws LeaseLost if another worker holds it. */
export const renewLease = (scope: MerchantScope, held: HeldRun): Promise<void> => inRun(scope, held, async () => {});

/** How the shop was asked: phase times of its first answer, and as whom. */
export interface Asking {
  times: PhaseTimes | null;
  visitor: AskedAs;
  passed: WorkSucceeded["passed"];
}

export const askingOf = (port: OpenShop): Asking => ({ times: port.firstTimes(), visitor: port.visitor(), passed: passedBy(port) });

/** Ends a successful run and moves both lanes, in one transaction. */
export function succeedRun(scope: MerchantScope, held: HeldRun, countCheck: CountCheck | null, seen: Asking | null = null): Promise<void> {
  return inRun(scope, held, async (tx) => {
    const { merchantId } = scope;
    const { integrationId } = held;
    await lockShop(tx, scope, integrationId);
    const now = new Date();
    const before = (await tx.lane.findMany({ where: { merchantId, integrationId } })).map(toLaneFacts);
    const isAfterPerson = triggerPolicy(held.trigger).followsPerson;
    const wasFailing = before.some(({ lane, failingSince }) => lane === "orders_in" && failingSince !== null);
    const wasOff = (name: LaneName): boolean => before.some(({ lane, state }) => lane === name && state === "off");
    await finishRun(tx, scope, held, {
      status: "succeeded",
      ...(await countColumns(tx, held, merchantId, countCheck)),
      ...askingColumns(seen),
    });
    await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: { kind: "run_succeeded" }, now });
    await workSucceeded.publish(tx, { scope, integrationId, lane: "orders_in", passed: seen?.passed ?? NOTHING_KNOWN });
    // A person's run ends maintenance and switches both lanes on, since a shop that lists orders also takes shipments. A scheduled run ends no
    // announced window, and switches tracking on only if both lanes were off.
    const isOn = isAfterPerson || wasOff("orders_in");
    const isHeld = before.some(({ lane, reason }) => lane === "tracking_out" && isAnnounced(reason, now)) && !isAfterPerson;
    const event = { kind: wasOff("tracking_out") && isOn ? "resumed" : "maintenance_ended" } as const;
    if (!isHeld) await applyLaneEvent(tx, scope, { integrationId, lane: "tracking_out", event, now });
    // The shop is reachable again, so waiting shipments are due.
    if (wasFailing || isAfterPerson) await makePushesDue(tx, merchantId, integrationId);
    await resolveSilence(tx, scope, held, countCheck);
    if (wasFailing) await tx.integration.updateMany({ where: { merchantId, id: integrationId }, data: { emptyConfirmedAt: null } });
    const { refusedVisitors } = await tx.integration.findUniqueOrThrow({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: { refusedVisitors: true },
    });
    const isPartlyRefused = toRefusedVisitors(refusedVisitors).length > 0;
    if (isPartlyRefused || before.some(({ lane, reason }) => lane === "orders_in" && reason.code === "causes_found"))
      await recheckWorkingShop(tx, scope, integrationId, isAfterPerson);
  });
}

/** Repeats a check that had found imports or some of our visitors refused; after scheduled runs, at most hourly. */
async function recheckWorkingShop(tx: Transaction, scope: MerchantScope, integrationId: string, isAfterPerson: boolean): Promise<void> {
  const { merchantId } = scope;
  const since = new Date(Date.now() - THROTTLE_POLICY.recheckSeconds * SECOND_MS);
  const isFresh =
    !isAfterPerson && (await tx.reachabilityCheck.count({ where: { merchantId, integrationId, requestedAt: { gt: since } } })) > 0;
  if (!isFresh) await startCheck(tx, scope, integrationId, "schedule");
}

const NOTHING_KNOWN: WorkSucceeded["passed"] = { addresses: [], userAgents: [], methods: [] };

const isAnnounced = (reason: LaneReason, now: Date): boolean => reason.code === "window_announced" && new Date(reason.until) > now;

/** Ends a failed run, moves the lane, and requests a check if that can explain more, in one transaction. */
export const failRun = (scope: MerchantScope, held: HeldRun, failure: RunFailure, ...seen: Seen): Promise<void> =>
  inRun(scope, held, (tx) => recordFailure(tx, scope, held, failure, ...seen));

/** How the shop was asked, and its count, if known. */
type Seen = [asking?: Asking | null, countCheck?: CountCheck | null];

/** The visitor is stored if it is not the usual one. */
function askingColumns(asking: Asking | null | undefined): Pick<RunEnd, keyof PhaseTimes | "visitor"> {
  if (!asking) return {};
  const { instead, ...visitor } = asking.visitor;
  return { ...asking.times, ...(instead ? { visitor: { ...visitor, cause: instead.cause, checkId: instead.checkId } } : {}) };
}

async function recordFailure(tx: Transaction, scope: MerchantScope, ref: RunRef, failure: RunFailure, ...[asking, countCheck]: Seen) {
  const { merchantId } = scope;
  const { integrationId, runId } = ref;
  const { trigger, requestedBy } = await tx.syncRun.findUniqueOrThrow({
    where: { merchantId_id: { merchantId, id: runId } },
    select: { trigger: true, requestedBy: true },
  });
  await lockShop(tx, scope, integrationId);
  const askedByPerson = readActor(requestedBy).kind !== "job";
  await enterOpenWindow(tx, scope, integrationId, new Date());
  await clearSilence(tx, scope, ref);
  const counts = !askedByPerson && !(failure.code === "rate_limited" && (await madeProgress(tx, scope, runId)));
  const { followsProbe } = triggerPolicy(toRunTrigger(trigger));
  const event = { kind: "run_failed" as const, failure, counts, followsProbe };
  await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event, now: new Date() });
  const checkId = isCheckable(failure.code)
    ? await startCheckAfterFailure(tx, scope, integrationId, {
        always: askedByPerson,
        since: await failingSinceOf(tx, scope, integrationId, failure),
      })
    : null;
  const { code, ...params } = failure;
  await finishRun(tx, scope, ref, {
    status: "failed",
    failure: code,
    failureParams: params,
    checkId,
    ...(await countColumns(tx, ref, merchantId, countCheck)),
    ...askingColumns(asking),
  });
}

/** The run made progress before it was refused, so the failure does not count. */
const madeProgress = async (tx: Transaction, { merchantId }: MerchantScope, runId: string): Promise<boolean> =>
  (await tx.coverageInterval.count({ where: { merchantId, runId } })) > 0;

/** Since when recent runs have failed with this code; now for the first one. */
async function failingSinceOf(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, { code }: RunFailure): Promise<Date> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    with recent as (
      select status, failure, finished_at from sync_run
      where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status in ('succeeded', 'failed')
        and requested_at > now() - interval '6 hours'
    )
    select min(finished_at) as since from recent
    where status = 'failed' and finished_at > coalesce(
      (select max(finished_at) from recent where status = 'succeeded' or failure <> ${code}), '-infinity')`;
  // The check was requested just before the end of its run was written.
  return found?.since ? new Date(found.since.getTime() - SAME_MOMENT_MS) : new Date();
}

const SAME_MOMENT_MS = 5_000;

async function countColumns(tx: Transaction, { integrationId }: RunRef, merchantId: string, countCheck: CountCheck | null | undefined) {
  if (!countCheck) return {};
  const { window, isWhole: countCheckIsWhole, ...counts } = countCheck;
  const externalIds = await listQuarantinedIn({ tx, merchantId, integrationId }, window);
  const dismissed = { merchantId, integrationId, externalId: { in: externalIds }, resolvedAt: null, dismissedAt: { not: null } };
  const ourUnreadable = externalIds.length || null;
  const ourDismissed = (ourUnreadable && (await tx.quarantinedOrder.count({ where: dismissed }))) || null;
  return { ...counts, ourUnreadable, ourDismissed, countCheckFrom: window.from, countCheckTo: window.to, countCheckIsWhole };
}

interface RunEnd extends Partial<PhaseTimes>, Partial<Omit<CountCheck, "window" | "isWhole">> {
  visitor?: RunVisitor;
  ourUnreadable?: number | null;
  ourDismissed?: number | null;
  countCheckFrom?: Date | null;
  countCheckTo?: Date;
  countCheckIsWhole?: boolean;
  status: "succeeded" | "failed";
  failure?: string;
  failureParams?: { status: number | null; retryAfterSeconds: number | null; detail: string };
  checkId?: string | null;
}

/** Writes the end of a run and starts the one waiting behind it. */
export async function finishRun(tx: Transaction, { merchantId }: MerchantScope, { integrationId, runId }: RunRef, end: RunEnd) {
  const data = { ...end, phase: "done", finishedAt: new Date(), leaseOwner: null, leaseUntil: null };
  await tx.syncRun.update({ where: { merchantId_id: { merchantId, id: runId } }, data });
  await publish(tx, { kind: "run", merchantId, integrationId, runId });
  await startWaitingRun(tx, merchantId, integrationId);
}

/** Returns a run that this worker cannot finish: another one continues where the ledger ends. */
export function releaseRun(scope: MerchantScope, held: HeldRun): Promise<void> {
  return inRun(scope, held, (tx) => requeue(tx, scope, held));
}

/** Queues a run again; its worker can no longer write. Pass `attempt: 0` if no worker was lost. */
export async function requeue(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { integrationId, runId }: RunRef,
  anew: { attempt?: number } = {},
): Promise<void> {
  const data = { status: "queued", phase: "queued", leaseOwner: null, leaseUntil: null, ...anew };
  await tx.syncRun.update({ where: { merchantId_id: { merchantId, id: runId } }, data });
  await enqueue(tx, "sync-orders", { merchantId, integrationId, runId }, PRIORITY.person);
  await publish(tx, { kind: "run", merchantId, integrationId, runId });
}

/** Requeues runs whose lease expired or whose job was lost, and fails those that lost too many workers. @returns the number of runs */
export async function rescueRuns(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const orphans = await tx.$queryRaw<(QueuedRun & { attempt: number })[]>`
      select merchant_id as "merchantId", integration_id as "integrationId", id as "runId", attempt from sync_run r
      where (status = 'running' and lease_until < clock_timestamp())
        or (status = 'queued' and requested_at < clock_timestamp() - make_interval(secs => ${LEASE_SECONDS}) and not exists (
          select 1 from pgboss.job j where j.name = 'sync-orders' and j.state in ('created', 'retry') and j.data->>'runId' = r.id::text))
      order by requested_at limit 100 for update skip locked`;
    // Lock order: shops by id.
    for (const orphan of orphans.sort((a, b) => (a.integrationId < b.integrationId ? -1 : 1))) {
      const scope = jobScope("rescue", orphan.merchantId);
      if (orphan.attempt >= MAX_ATTEMPTS) await recordFailure(tx, scope, orphan, lost(orphan.attempt));
      else await requeue(tx, scope, orphan);
    }
    return orphans.length;
  });
}

const lost = (attempts: number): RunFailure => ownFailure("worker_lost", `${attempts} workers ended in the middle of this run`);

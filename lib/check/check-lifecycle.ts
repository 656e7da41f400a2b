import { randomUUID } from "node:crypto";
import { currentResult, precedesStoredKey } from "@/lib/check/current-result";
import { checkFinished } from "@/lib/check/events";
import { findCauses, fixerIn } from "@/lib/check/found-causes";
import { laneEventsOf } from "@/lib/check/lane-events";
import { startCheck } from "@/lib/check/mutations";
import { refusedVisitorsOf } from "@/lib/check/passing-visitors";
import { MAX_PROBE_SUMMARIES, type ProbeSummary, summarizeProbe } from "@/lib/check/probe-summary";
import type { CheckResult } from "@/lib/check/result";
import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import type { PhaseTimes } from "@/lib/connectors/http/shop-exchanges";
import type { TlsSeen } from "@/lib/connectors/net/read-certificates";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { LEASE_SECONDS, LeaseLost, MAX_ATTEMPTS } from "@/lib/health/lease";
import { lockShop } from "@/lib/health/lock-shop";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import type { Prisma } from "@/lib/infra/prisma-client/client";

// A check is claimed by one worker, which finishes, fails or releases it; if the worker dies it is queued again. Fenced like a run.

export interface CheckRef {
  integrationId: string;
  checkId: string;
}

export interface HeldCheck extends CheckRef {
  leaseOwner: string;
}

/** Null if another worker holds the check's lease or the check has ended. */
export function claimCheck(scope: MerchantScope, ref: CheckRef): Promise<HeldCheck | null> {
  const { merchantId } = scope;
  const leaseOwner = randomUUID();
  return inMerchant(merchantId, async (tx) => {
    const rows = await tx.$executeRaw`
      update reachability_check set status = 'running', attempt = attempt + 1, probes_done = 0, probes_seen = '[]', started_at = coalesce(started_at, clock_timestamp()),
        lease_owner = ${leaseOwner}::uuid, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where merchant_id = ${merchantId}::uuid and id = ${ref.checkId}::uuid and integration_id = ${ref.integrationId}::uuid
        and (status = 'queued' or (status = 'running' and lease_until < clock_timestamp()))`;
    if (rows === 0) return null;
    await publish(tx, { kind: "check", merchantId, ...ref });
    return { ...ref, leaseOwner };
  });
}

/** Runs `work` in one transaction that only the lease holder can commit, and renews the lease. Throws LeaseLost otherwise. */
function inCheck<Value>(scope: MerchantScope, held: HeldCheck, work: (tx: Transaction) => Promise<Value>): Promise<Value> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const rows = await tx.$executeRaw`
      update reachability_check set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where merchant_id = ${merchantId}::uuid and id = ${held.checkId}::uuid and lease_owner = ${held.leaseOwner}::uuid and status = 'running'`;
    if (rows === 0) throw new LeaseLost(held.checkId);
    return work(tx);
  });
}

export function reportProbes(scope: MerchantScope, held: HeldCheck, probesDone: number, probesSeen: ProbeSummary[] = []): Promise<void> {
  const { merchantId } = scope;
  return inCheck(scope, held, async (tx) => {
    await tx.reachabilityCheck.update({ where: { merchantId_id: { merchantId, id: held.checkId } }, data: { probesDone, probesSeen } });
    await publish(tx, { kind: "check", merchantId, integrationId: held.integrationId, checkId: held.checkId });
  });
}

/** Stores a result and applies it to both lanes. Starts another check if the stored key was replaced meanwhile. Throws LeaseLost. */
export function finishCheck(scope: MerchantScope, held: HeldCheck, result: CheckResult, tlsSeen: TlsSeen | null = null): Promise<void> {
  const { merchantId } = scope;
  const { integrationId, checkId } = held;
  const software = [result.server.software, result.server.version].filter((part) => part !== null).join(" ");
  return inCheck(scope, held, async (tx) => {
    // Serializes with storing a key, so that one of the two transactions sees the other.
    await lockShop(tx, scope, integrationId);
    await endCheck(tx, scope, held, {
      status: "done",
      verdict: result.verdict,
      causeCodes: [...new Set(result.causes.map((cause) => cause.code))],
      probesDone: result.probes.length,
      probesSeen: result.probes.slice(0, MAX_PROBE_SUMMARIES).map(summarizeProbe),
      result,
      ...(tlsSeen ? { tlsSeen } : {}),
      ...firstTimesOf(result),
    });
    const shop = await tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: { shopSystem: true, methodFallback: true, credentialsStoredAt: true, refusedVisitors: true },
    });
    const { startedAt } = await tx.reachabilityCheck.findUniqueOrThrow({
      where: { merchantId_id: { merchantId, id: checkId } },
      select: { startedAt: true },
    });
    const isKeyReplaced = precedesStoredKey({ startedAt }, shop?.credentialsStoredAt ?? null);
    // A new key is stored only after it has read orders.
    const current = currentResult(result, { isKeyReplaced, working: isKeyReplaced ? ["orders_in"] : [] });
    const connector = shop && { shopSystem: toShopSystem(shop.shopSystem), methodFallback: shop.methodFallback };
    await tx.integration.updateMany({
      where: { merchantId, id: integrationId },
      data: {
        refusedVisitors: refusedVisitorsOf(current, checkId, toRefusedVisitors(shop?.refusedVisitors), fixerIn(current, connector)),
        ...(software === "" ? {} : { serverSoftware: software }),
      },
    });
    for (const { lane, event } of laneEventsOf(current, checkId, connector))
      await applyLaneEvent(tx, scope, { integrationId, lane, event, now: new Date() });
    await checkFinished.publish(tx, { scope, integrationId, checkId, result: current, causes: findCauses(current, connector) });
    if (isKeyReplaced) await startCheck(tx, scope, integrationId, "schedule");
  });
}

/** For errors of the platform, which say nothing about the shop. */
export const failCheck = (
  scope: MerchantScope,
  held: HeldCheck,
  failure: "internal_error" | "egress_unavailable" | "no_shop",
): Promise<void> => inCheck(scope, held, (tx) => endCheck(tx, scope, held, { status: "failed", failure }));

export const releaseCheck = (scope: MerchantScope, held: HeldCheck): Promise<void> =>
  inCheck(scope, held, (tx) => requeue(tx, scope, held));

function firstTimesOf({ probes }: CheckResult): PhaseTimes | null {
  const first = probes.find(({ coldConnection, source }) => coldConnection && source === "egress");
  if (!first) return null;
  const { dns, connect, tls, firstByte } = first.timingsMs;
  return { dnsMs: dns, connectMs: connect, tlsMs: tls, firstByteMs: firstByte };
}

async function endCheck(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { integrationId, checkId }: CheckRef,
  end: { status: "done" | "failed" } & Prisma.ReachabilityCheckUpdateInput,
): Promise<void> {
  const data = { ...end, finishedAt: new Date(), leaseOwner: null, leaseUntil: null };
  await tx.reachabilityCheck.update({ where: { merchantId_id: { merchantId, id: checkId } }, data });
  await publish(tx, { kind: "check", merchantId, integrationId, checkId });
}

async function requeue(tx: Transaction, { merchantId }: MerchantScope, { integrationId, checkId }: CheckRef): Promise<void> {
  const data = { status: "queued", leaseOwner: null, leaseUntil: null };
  await tx.reachabilityCheck.update({ where: { merchantId_id: { merchantId, id: checkId } }, data });
  await enqueue(tx, "check-shop", { merchantId, integrationId, checkId }, PRIORITY.person);
  await publish(tx, { kind: "check", merchantId, integrationId, checkId });
}

interface OrphanedCheck {
  merchant_id: string;
  integration_id: string;
  id: string;
  attempt: number;
}

/** Queues checks again whose worker died, or fails them after too many attempts. @returns the number of such checks */
export async function rescueChecks(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const orphans = await tx.$queryRaw<OrphanedCheck[]>`
      select merchant_id, integration_id, id, attempt from reachability_check c
      where (status = 'running' and lease_until < clock_timestamp())
        or (status = 'queued' and requested_at < clock_timestamp() - make_interval(secs => ${LEASE_SECONDS}) and not exists (
          select 1 from pgboss.job j where j.name = 'check-shop' and j.state in ('created', 'retry') and j.data->>'checkId' = c.id::text))
      order by requested_at limit 100 for update skip locked`;
    for (const orphan of orphans) {
      const scope = jobScope("rescue", orphan.merchant_id);
      const ref = { integrationId: orphan.integration_id, checkId: orphan.id };
      if (orphan.attempt >= MAX_ATTEMPTS) await endCheck(tx, scope, ref, { status: "failed", failure: "worker_lost" });
      else await requeue(tx, scope, ref);
    }
    return orphans.length;
  });
}

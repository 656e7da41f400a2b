import { discountBypassedCauses } from "@/lib/check/bypassed-causes";
import { type CheckRef, claimCheck, failCheck, finishCheck, type HeldCheck, releaseCheck, reportProbes } from "@/lib/check/check-lifecycle";
import { type CheckView, latestCheck } from "@/lib/check/data";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { EgressUnavailable } from "@/lib/check/probe/check-shop";
import type { RetestInput } from "@/lib/check/probe/retest";
import { MAX_PROBE_SUMMARIES, type ProbeSummary, summarizeProbe } from "@/lib/check/probe-summary";
import { describeRegions, noteFirstSeen, type RegionOf } from "@/lib/check/regions";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { regionOf } from "@/lib/connectors/egress/config";
import type { readCertificates, TlsSeen } from "@/lib/connectors/net/read-certificates";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { HEARTBEAT_MS, LeaseLost } from "@/lib/health/lease";
import { readShop } from "@/lib/health/open-shop";
import { currentKey } from "@/lib/health/renew-key";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { noteOutcome } from "@/lib/infra/observe/outcomes";

export type CheckEngine = (
  input: CheckInput & { shopSystem: ShopSystem; signal: AbortSignal; onProbe: (probe?: Probe) => void },
) => Promise<CheckResult>;

/** Returns null if a complete check is needed. */
type RetestEngine = (input: RetestInput & { signal: AbortSignal; onProbe: () => void }) => Promise<CheckResult | null>;

export interface CheckEnvironment {
  outside: OutsideConfig;
  /** Aborted when the worker stops: the check is queued again. */
  signal: AbortSignal;
  engine: CheckEngine;
  retest?: RetestEngine;
  certificates?: typeof readCertificates;
  /** By default what EGRESS_ADDRESSES names. */
  regionOf?: RegionOf;
  /** The causes to retest; a complete check runs only if one of them changed. */
  again?: JobPayloads["check-shop"]["again"] | null;
}

/** Runs a check from claim to end. Does nothing if another worker holds it or it has ended. */
export async function executeCheck(scope: MerchantScope, ref: CheckRef, environment: CheckEnvironment): Promise<void> {
  const held = await claimCheck(scope, ref);
  if (!held) return;
  const lost = new AbortController();
  const progress = openProgress(scope, held, lost);
  try {
    const shop = await readShop(scope, ref.integrationId);
    if (!shop) return;
    const facts = shop.ok ? shop.facts : shop.address;
    const key = shop.ok && shop.facts.credentials !== null ? await currentKey(shop.facts, environment.outside) : null;
    const credentials = key === null ? {} : { credentials: key };
    const signal = AbortSignal.any([environment.signal, lost.signal]);
    const { baseUrl: url, shopSystem } = facts;
    const base = { ...environment.outside, url, shopSystem, signal, onProbe: progress.probe };
    const newest = await latestCheck(scope, ref.integrationId);
    const previous = newest?.result ?? null;
    const again = findCauses(newest, environment.again);
    const retested = again && environment.retest ? await retestAll(environment.retest, { ...base, ...credentials, ...again }) : null;
    // Only checks with a key rotate some requests by what the previous check sent.
    const before = retested || !credentials.credentials ? undefined : previous?.probes;
    const found = retested ?? (await environment.engine({ ...base, ...credentials, ...(before ? { before } : {}) }));
    const result = noteFirstSeen(describeRegions(discountBypassedCauses(found), environment.regionOf ?? regionOf), previous);
    const tlsSeen = retested ? null : await readCertificatesOrNull(environment, url, signal);
    await progress.close();
    if (environment.signal.aborted) return await releaseCheck(scope, held);
    await finishCheck(scope, held, result, tlsSeen);
    metrics().checks.inc({ shop_system: shopSystem, outcome: result.verdict });
    noteOutcome("checks", result.verdict);
  } catch (error) {
    await progress.close();
    await handleCheckError(scope, held, environment.signal, error);
  }
}

/** One extra TLS handshake, for support only: the check does not depend on it. */
async function readCertificatesOrNull(
  { certificates, outside }: CheckEnvironment,
  url: string,
  signal: AbortSignal,
): Promise<TlsSeen | null> {
  if (!certificates || !url.startsWith("https:")) return null;
  const [from = null] = outside.egress.addresses;
  return certificates({ url, policy: outside.policy, from, signal }).catch((error: unknown) => {
    log.warn({ err: error }, "certificates not read");
    return null;
  });
}

/** Null if a newer check finished meanwhile. */
function findCauses(newest: CheckView | null, again: CheckEnvironment["again"]): { previous: CheckResult; causes: Cause[] } | null {
  if (!again || newest?.id !== again.ofCheckId || !newest.result) return null;
  const { result: previous } = newest;
  const causes = [again.causeIndex, ...(again.more ?? [])].flatMap((index) => previous.causes[index] ?? []);
  return causes.length > 0 ? { previous, causes } : null;
}

/** Null as soon as one cause changed: then a complete check is needed. */
async function retestAll(
  retest: RetestEngine,
  { causes, previous, ...base }: Omit<Parameters<RetestEngine>[0], "cause"> & { causes: Cause[] },
): Promise<CheckResult | null> {
  let current = previous;
  let requests = 0;
  let durationMs = 0;
  for (const cause of causes) {
    const renewed = await retest({ ...base, previous: current, cause });
    if (!renewed) return null;
    requests += renewed.requests;
    durationMs += renewed.durationMs;
    current = { ...renewed, requests, durationMs };
  }
  return current;
}

async function handleCheckError(scope: MerchantScope, held: HeldCheck, stop: AbortSignal, error: unknown): Promise<void> {
  try {
    if (error instanceof LeaseLost) throw error;
    if (stop.aborted) return await releaseCheck(scope, held);
    log.error({ err: error, checkId: held.checkId }, "check failed");
    await failCheck(scope, held, error instanceof EgressUnavailable ? "egress_unavailable" : "internal_error");
    metrics().checks.inc({ shop_system: "unknown", outcome: "internal_error" });
    noteOutcome("checks", "internal_error");
  } catch (second) {
    if (!(second instanceof LeaseLost)) throw second;
    log.warn({ checkId: held.checkId }, "check lost its lease to another worker");
  }
}

interface Progress {
  probe(probe?: Probe): void;
  close(): Promise<void>;
}

/** Stores progress as probes end, one write at a time; renews the lease while none ends. */
function openProgress(scope: MerchantScope, held: HeldCheck, lost: AbortController): Progress {
  let done = 0;
  let reported = 0;
  const seen: ProbeSummary[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;
  const write = (): void => {
    if (writing || closed) return;
    const count = done;
    writing = reportProbes(scope, held, count, seen)
      .then(() => {
        reported = count;
      })
      .catch((error: unknown) => {
        if (error instanceof LeaseLost) lost.abort();
        else log.warn({ err: error, checkId: held.checkId }, "progress not stored");
        reported = count;
      })
      .finally(() => {
        writing = null;
        if (done !== reported) write();
      });
  };
  const heartbeat = setInterval(write, HEARTBEAT_MS);
  return {
    probe(probe) {
      done += 1;
      if (probe && seen.length < MAX_PROBE_SUMMARIES) seen.push(summarizeProbe(probe));
      write();
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      await writing;
    },
  };
}

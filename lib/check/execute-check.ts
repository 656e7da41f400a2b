import { type CheckRef, claimCheck, failCheck, finishCheck, type HeldCheck, releaseCheck, reportProbes } from "@/lib/check/checks";
import { latestCheck } from "@/lib/check/data";
import { asConnectorsSee } from "@/lib/check/passed-by";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { MOST_SEEN, type SeenProbe, toSeenProbe } from "@/lib/check/seen-probe";
import type { StoredTls } from "@/lib/check/tls-seen";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import type { Platform } from "@/lib/connectors/platforms";
import { HEARTBEAT_MS, LeaseLost } from "@/lib/health/lease";
import { readShop } from "@/lib/health/open-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { log } from "@/lib/infra/log";

/** The check engine as the worker calls it: `runCheck` of lib/check/probe/check-shop.ts. */
export type CheckEngine = (
  input: OutsideConfig & {
    url: string;
    platform: Platform;
    credentials?: unknown;
    before?: readonly Probe[];
    signal: AbortSignal;
    onProbe: (probe?: Probe) => void;
  },
) => Promise<CheckResult>;

/** The repetition of one cause as the worker calls it: `retestCause` of lib/check/probe/retest.ts; null asks for the whole check. */
export type RetestEngine = (
  input: OutsideConfig & {
    url: string;
    platform: Platform;
    previous: CheckResult;
    cause: Cause;
    credentials?: unknown;
    signal: AbortSignal;
    onProbe: () => void;
  },
) => Promise<CheckResult | null>;

/** A look at the shop's certificates as the worker calls it: `readCertificates` of lib/connectors/net/read-certificates.ts. */
export type CertificateReader = (input: {
  url: string;
  policy: OutsideConfig["policy"];
  from: string | null;
  signal: AbortSignal;
}) => Promise<StoredTls | null>;

export interface CheckEnvironment {
  outside: OutsideConfig;
  /** Aborted when the worker stops: the check goes back to the queue. */
  signal: AbortSignal;
  engine: CheckEngine;
  retest?: RetestEngine;
  certificates?: CertificateReader;
  /** The causes to be tested again before, or instead of, the whole check. */
  again?: JobPayloads["check-shop"]["again"] | null;
}

/** Does a check from claim to end. A check that another worker has, or that has ended, is left alone. */
export async function performCheck(scope: MerchantScope, ref: CheckRef, environment: CheckEnvironment): Promise<void> {
  const held = await claimCheck(scope, ref);
  if (!held) return;
  const lost = new AbortController();
  const progress = openProgress(scope, held, lost);
  try {
    const shop = await readShop(scope, ref.integrationId);
    if (!shop) return;
    const facts = shop.ok ? shop.facts : shop.address;
    const credentials = shop.ok && shop.facts.credentials !== null ? { credentials: shop.facts.credentials } : {};
    const signal = AbortSignal.any([environment.signal, lost.signal]);
    const { baseUrl: url, platform } = facts;
    const base = { ...environment.outside, url, platform, signal, onProbe: progress.probe };
    const found = await findCauses(scope, ref, environment);
    const standing = found && environment.retest ? await retestAll(environment.retest, { ...base, ...credentials, ...found }) : null;
    // Without a key nothing is asked in turn.
    const before = standing || !credentials.credentials ? undefined : (await latestCheck(scope, ref.integrationId))?.result?.probes;
    const result = asConnectorsSee(standing ?? (await environment.engine({ ...base, ...credentials, ...(before ? { before } : {}) })));
    const tlsSeen = standing ? null : await lookAtCertificates(environment, url, signal);
    await progress.close();
    if (environment.signal.aborted) await releaseCheck(scope, held);
    else await finishCheck(scope, held, result, tlsSeen);
  } catch (error) {
    await progress.close();
    await settleError(scope, held, environment.signal, error);
  }
}

/** One handshake more, for support's eyes: a check does not fail for want of it. */
async function lookAtCertificates(
  { certificates, outside }: CheckEnvironment,
  url: string,
  signal: AbortSignal,
): Promise<StoredTls | null> {
  if (!certificates || !url.startsWith("https:")) return null;
  const [from = null] = outside.egress.addresses;
  return certificates({ url, policy: outside.policy, from, signal }).catch((error: unknown) => {
    log.warn({ err: error }, "certificates not read");
    return null;
  });
}

/** The causes that are to be tested again, with the result they are merged into; null when a newer check has been told meanwhile. */
async function findCauses(
  scope: MerchantScope,
  { integrationId }: CheckRef,
  { again }: CheckEnvironment,
): Promise<{ previous: CheckResult; causes: Cause[] } | null> {
  if (!again) return null;
  const newest = await latestCheck(scope, integrationId);
  if (newest?.id !== again.ofCheckId || !newest.result) return null;
  const { result: previous } = newest;
  const causes = [again.causeIndex, ...(again.more ?? [])].flatMap((index) => previous.causes[index] ?? []);
  return causes.length > 0 ? { previous, causes } : null;
}

/** One cause after another, until one is not as it was: then the whole check has to tell. */
async function retestAll(
  retest: RetestEngine,
  { causes, previous, ...base }: Omit<Parameters<RetestEngine>[0], "cause"> & { causes: Cause[] },
): Promise<CheckResult | null> {
  let standing = previous;
  let requests = 0;
  let durationMs = 0;
  for (const cause of causes) {
    const renewed = await retest({ ...base, previous: standing, cause });
    if (!renewed) return null;
    requests += renewed.requests;
    durationMs += renewed.durationMs;
    standing = { ...renewed, requests, durationMs };
  }
  return standing;
}

async function settleError(scope: MerchantScope, held: HeldCheck, stop: AbortSignal, error: unknown): Promise<void> {
  try {
    if (error instanceof LeaseLost) throw error;
    if (stop.aborted) return await releaseCheck(scope, held);
    log.error({ err: error, checkId: held.checkId }, "check failed on our side");
    await failCheck(scope, held, "internal_error");
  } catch (second) {
    if (!(second instanceof LeaseLost)) throw second;
    log.warn({ checkId: held.checkId }, "check taken over by another worker");
  }
}

interface Progress {
  probe(probe?: Probe): void;
  close(): Promise<void>;
}

/** Writes the count of probes as they end, one write at a time, and keeps the lease when none ends. */
function openProgress(scope: MerchantScope, held: HeldCheck, lost: AbortController): Progress {
  let done = 0;
  let told = 0;
  const seen: SeenProbe[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;
  const write = (): void => {
    if (writing || closed) return;
    const count = done;
    writing = reportProbes(scope, held, count, seen)
      .then(() => {
        told = count;
      })
      .catch((error: unknown) => {
        if (error instanceof LeaseLost) lost.abort();
        else log.warn({ err: error, checkId: held.checkId }, "progress not told");
        told = count;
      })
      .finally(() => {
        writing = null;
        if (done !== told) write();
      });
  };
  const heartbeat = setInterval(write, HEARTBEAT_MS);
  return {
    probe(probe) {
      done += 1;
      if (probe && seen.length < MOST_SEEN) seen.push(toSeenProbe(probe));
      write();
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      await writing;
    },
  };
}

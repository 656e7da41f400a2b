import { ok, type Result, refuse } from "@/lib/base/result";
import { cleanText } from "@/lib/base/texts";
import { causeOfFailure } from "@/lib/check/diagnosis/failure-causes";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { findServer, nameHostOfCdn } from "@/lib/check/diagnosis/who-answered";
import { runAttempt } from "@/lib/check/probe/attempt";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { findUntested, givenCredentials } from "@/lib/check/probe/find-untested";
import type { Base } from "@/lib/check/probe/plan/step";
import { mayBeSettledBySecond, readAttempts } from "@/lib/check/probe/read-attempts";
import { findFamilyGap, sourcesOf } from "@/lib/check/probe/sources";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { reachingEgress } from "@/lib/connectors/egress/config";
import { DEFAULT_TIMEOUTS, type Timeouts } from "@/lib/connectors/net/connect";
import { isOwnFailure, type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import { type ResolveFailure, resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget, type Target, type TargetProblem } from "@/lib/connectors/net/target";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** None of our addresses could be used, so nothing can be said about the shop. */
export class EgressUnavailable extends Error {}

/** `untested` is null if nothing was requested. */
type Outcome = Omit<CheckResult, "schema" | "url" | "startedAt" | "durationMs" | "untested"> & { untested: string[] | null };

const nothingAsked = (verdict: CheckResult["verdict"], causes: Cause[], shopSystem: ShopSystem | null): Outcome => ({
  effectiveUrl: null,
  shopSystem,
  shopSystemEvidence: [],
  requests: 0,
  verdict,
  server: { software: null, version: null, evidence: [] },
  untested: null,
  causes,
  probes: [],
});

function refuseProblem(problem: TargetProblem): Cause {
  const reason =
    problem === "scheme" || problem === "scheme_missing" ? "unsupported_scheme" : problem === "port_not_allowed" ? "blocked_port" : null;
  return makeCause("target_not_allowed", { pass: null, fail: null }, { reason });
}

function causeOfResolve(failure: ResolveFailure, target: Target): Cause {
  if (failure.code === "target_not_allowed") {
    const reason = failure.refusal.code === "port_not_allowed" ? "blocked_port" : "private_address";
    return makeCause("target_not_allowed", { pass: null, fail: null }, { reason, details: { host: target.host } });
  }
  return causeOfFailure(netFailure(failure.code, "dns", { host: target.host }), null);
}

async function examine(input: CheckInput, target: Target, timeouts: Timeouts): Promise<Outcome> {
  const startedAt = performance.now();
  const options = { timeoutMs: timeouts.dnsMs, ...(input.lookup ? { lookup: input.lookup } : {}) };
  const resolved = await resolveTarget(target.host, target.port, input.policy, options);
  if (!resolved.ok) {
    const cause = causeOfResolve(resolved.reason, target);
    return nothingAsked(cause.code === "target_not_allowed" ? "refused" : "unreachable", [cause], input.shopSystem ?? null);
  }
  const { egress, control } = sourcesOf(reachingEgress(input.egress, resolved.value.addresses));
  const openBase = async (url: string): Promise<Result<Base, NetFailure>> => {
    const parsed = parseTarget(url);
    if (!parsed.ok) return refuse(netFailure("target_not_allowed", "target"));
    const { host, port } = parsed.value;
    const found = await resolveTarget(host, port, input.policy, options);
    if (!found.ok) return refuse(netFailure(found.reason.code, "dns", { host }));
    const gap = findFamilyGap(egress, found.value);
    return gap ? refuse(gap) : ok({ target: parsed.value, resolution: found.value });
  };
  const gap = findFamilyGap(egress, resolved.value);
  if (gap) return nothingAsked("unreachable", [causeOfFailure(gap, null)], input.shopSystem ?? null);
  const setup = { input, timeouts, startedAt, base: { target, resolution: resolved.value }, egress, control, openBase };
  const first = await runAttempt(setup, null);
  const last = mayBeSettledBySecond(first) ? await runAttempt(setup, first) : first;
  const { causes, verdict } = readAttempts(first, last);
  const { findings, journal, seen } = last;
  return {
    effectiveUrl: journal.base.target.baseUrl,
    shopSystem: last.detected.shopSystem,
    shopSystemEvidence: last.detected.evidence,
    requests: journal.requestsSent,
    verdict,
    server: findServer(seen),
    untested: findUntested(findings, journal.observations, input.credentials, causes.length > 0),
    causes: nameHostOfCdn(causes, seen),
    probes: seen.map(({ probe }) => probe),
  };
}

/** Egress addresses that failed for internal reasons, such as a broken proxy. */
const brokenAddresses = (probes: readonly Probe[]): Set<string> =>
  new Set(probes.flatMap(({ failure, from }) => (isOwnFailure(failure) && from !== null ? [from] : [])));

/** Repeats the check without addresses that failed on our side; those count as untested. */
async function examineFromUsableAddresses(input: CheckInput, target: Target, timeouts: Timeouts): Promise<Outcome> {
  const found = new AbortController();
  const onProbe = (probe: Probe): void => {
    if (isOwnFailure(probe.failure)) found.abort();
    input.onProbe?.(probe);
  };
  const signal = input.signal ? AbortSignal.any([input.signal, found.signal]) : found.signal;
  const outcome = await examine({ ...input, signal, onProbe }, target, timeouts);
  const broken = brokenAddresses(outcome.probes);
  if (broken.size === 0) return outcome;
  const { addresses, control } = input.egress;
  const egress = {
    addresses: addresses.filter((address) => !broken.has(address)),
    control: control !== null && broken.has(control) ? null : control,
  };
  if (egress.addresses.length === 0) throw new EgressUnavailable("none of our addresses can be used");
  const again = await examineFromUsableAddresses({ ...input, egress }, target, timeouts);
  return { ...again, untested: [...(again.untested ?? []), ...addresses.filter((address) => broken.has(address))] };
}

/** Shows an invalid URL without the password that it may contain. */
const showUrl = (url: string): string =>
  cleanText(url)
    .replace(/\/\/[^/?#@]*@/, "//***@")
    .slice(0, 300);

/** Entry point of command line, worker and tests. Never rejects because of the shop, never changes its data, ends within a minute and a half. */
export async function runCheck(input: CheckInput): Promise<CheckResult> {
  const startedAt = new Date();
  const started = performance.now();
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...input.timeouts };
  const target = parseTarget(input.url);
  const outcome = target.ok
    ? await examineFromUsableAddresses(input, target.value, timeouts)
    : nothingAsked("refused", [refuseProblem(target.reason)], input.shopSystem ?? null);
  return {
    schema: 1,
    url: target.ok ? target.value.baseUrl : showUrl(input.url),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round((performance.now() - started) * 10) / 10,
    ...outcome,
    untested: outcome.untested ?? givenCredentials(input.credentials),
  };
}

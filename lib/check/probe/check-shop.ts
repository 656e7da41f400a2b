import { cleanText } from "@/lib/base/clean-text";
import { ok, type Result, refuse } from "@/lib/base/result";
import { decideVerdict } from "@/lib/check/diagnosis/diagnose";
import { causeOfFailure } from "@/lib/check/diagnosis/failure-causes";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { findServer, nameHostOfCdn } from "@/lib/check/diagnosis/who-answered";
import { findFamilyGap } from "@/lib/check/probe/common-family";
import { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { findUntested, givenCredentials } from "@/lib/check/probe/find-untested";
import type { Observation, Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { planCheck } from "@/lib/check/probe/plan/check-plan";
import { detectPlatform } from "@/lib/check/probe/plan/detect-platform";
import { type Base, Journal } from "@/lib/check/probe/plan/journal";
import { isKeySet } from "@/lib/check/probe/plan/keys/key-test";
import { secretsOf } from "@/lib/check/probe/plan/keys/secrets";
import { withKey } from "@/lib/check/probe/plan/keys/test-keys";
import { asksOptionsAsSecond } from "@/lib/check/probe/plan/plan-factors";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { reachingEgress } from "@/lib/connectors/egress/config";
import { type Egress, userAgents } from "@/lib/connectors/egress/identity";
import { DEFAULT_TIMEOUTS, type Timeouts } from "@/lib/connectors/net/connect";
import { isOwnFailure, type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import type { LookupAll } from "@/lib/connectors/net/look-up";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { type ResolveFailure, resolveTarget } from "@/lib/connectors/net/resolve";
import { isSameAddress } from "@/lib/connectors/net/same-address";
import { parseTarget, type Target, type TargetProblem } from "@/lib/connectors/net/target";
import type { Platform } from "@/lib/connectors/platforms";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

export interface CheckInput {
  url: string;
  platform?: Platform | undefined;
  /** As parsed from the command line's file or the credentials form; any other shape counts as none. */
  credentials?: unknown;
  egress: Egress;
  policy: TargetPolicy;
  /** The previous check, so that some requests alternate from check to check. */
  before?: readonly Probe[] | undefined;
  /** By default the system's resolver. */
  lookup?: LookupAll | undefined;
  budget?: number | undefined;
  connections?: 1 | 2 | undefined;
  timeouts?: Partial<Timeouts> | undefined;
  signal?: AbortSignal | undefined;
  onProbe?: ((probe: Probe) => void) | undefined;
}

/** None of our addresses could be used, so nothing can be said about the shop. */
export class EgressUnavailable extends Error {}

const DEFAULT_BUDGET = 24;
/** From this number of checks in a process, each sends one request at a time: a second would only wait and hold memory. */
const CHECKS_AT_TWO_QUESTIONS = 16;
let underWay = 0;
/** Whatever a shop does, a check ends within a minute. */
const WHOLE_CHECK_MS = 50_000;

/** `untested` is null if nothing was requested. */
type Outcome = Omit<CheckResult, "schema" | "url" | "startedAt" | "durationMs" | "untested"> & { untested: string[] | null };

const nothingAsked = (verdict: CheckResult["verdict"], causes: Cause[], platform: Platform | null): Outcome => ({
  effectiveUrl: null,
  platform,
  platformEvidence: [],
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

/** Without addresses the system's route is the only source, and nothing can be compared. */
export function sourcesOf(egress: Egress): { egress: Source[]; control: Source | null } {
  if (egress.addresses.length === 0) return { egress: [{ kind: "default", address: null }], control: null };
  return {
    egress: egress.addresses.map((address) => ({ kind: "egress", address })),
    control: egress.control === null ? null : { kind: "control", address: egress.control },
  };
}

export const mayCarryKeys = (given: Target, reached: Target): boolean => isSameAddress(new URL(given.origin), new URL(reached.origin));

/** A head that never ended was still the beginning of an HTTP answer. */
const speaksHttp = ({ answer, failure }: Observation): boolean => answer !== null || failure?.code === "head_too_large";

async function examine(input: CheckInput, target: Target, timeouts: Timeouts): Promise<Outcome> {
  const deadline = performance.now() + WHOLE_CHECK_MS;
  const options = { timeoutMs: timeouts.dnsMs, ...(input.lookup ? { lookup: input.lookup } : {}) };
  const resolved = await resolveTarget(target.host, target.port, input.policy, options);
  if (!resolved.ok) {
    const cause = causeOfResolve(resolved.reason, target);
    return nothingAsked(cause.code === "target_not_allowed" ? "refused" : "unreachable", [cause], input.platform ?? null);
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
  if (gap) return nothingAsked("unreachable", [causeOfFailure(gap, null)], input.platform ?? null);
  const observer = new Observer(SHOP_PROBES[input.platform ?? "woocommerce"], secretsOf(input.credentials));
  const journal = new Journal({ target, resolution: resolved.value }, observer, input.budget ?? DEFAULT_BUDGET);
  const asker = new Asker(journal, {
    timeouts,
    connections: input.connections,
    atOnce: underWay < CHECKS_AT_TWO_QUESTIONS ? 2 : 1,
    deadline,
    signal: input.signal,
    onProbe: input.onProbe,
  });
  const executor = new Executor(asker, openBase);
  underWay += 1;
  try {
    const detected = input.platform ? { platform: input.platform, evidence: [] } : await executor.run(detectPlatform(egress, control));
    const platform = detected.platform ?? "woocommerce";
    observer.probes = SHOP_PROBES[platform];
    const { credentials } = input;
    const mayCarry = () => mayCarryKeys(target, journal.base.target);
    const bringKey = isKeySet(credentials)
      ? (request: ProbeRequest) =>
          mayCarry()
            ? withKey(platform, { credentials, baseUrl: journal.base.target.baseUrl, pathOf: (path) => journal.pathOf(path) }, request)
            : null
      : null;
    const setup = {
      journal,
      platform,
      probes: SHOP_PROBES[platform],
      agents: userAgents(platform),
      egress,
      control,
      withKey: bringKey,
      optionsAsSecond: asksOptionsAsSecond(input.before ?? [], userAgents(platform)[0]),
    };
    const keys = () => ({ credentials: mayCarry() ? credentials : undefined, baseUrl: journal.base.target.baseUrl });
    const { findings, causes } = await executor.run(planCheck(setup, keys));
    const answered = journal.observations.some((seen) => seen.question.source.kind !== "control" && speaksHttp(seen));
    const untested = findUntested(findings, journal.observations, credentials, causes.length > 0);
    return {
      effectiveUrl: journal.base.target.baseUrl,
      platform: detected.platform,
      platformEvidence: detected.evidence,
      requests: journal.requests,
      verdict: decideVerdict(causes, answered, findings.working !== null),
      server: findServer(journal.observations),
      untested,
      causes: nameHostOfCdn(causes, journal.observations),
      probes: journal.observations.map((seen) => seen.probe),
    };
  } finally {
    underWay -= 1;
    asker.close();
  }
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

/** Entry point of command line, worker and tests. Never rejects because of the shop, never changes its data, ends within a minute. */
export async function runCheck(input: CheckInput): Promise<CheckResult> {
  const startedAt = new Date();
  const started = performance.now();
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...input.timeouts };
  const target = parseTarget(input.url);
  const outcome = target.ok
    ? await examineFromUsableAddresses(input, target.value, timeouts)
    : nothingAsked("refused", [refuseProblem(target.reason)], input.platform ?? null);
  return {
    schema: 1,
    url: target.ok ? target.value.baseUrl : showUrl(input.url),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round((performance.now() - started) * 10) / 10,
    ...outcome,
    untested: outcome.untested ?? givenCredentials(input.credentials),
  };
}

import { refuse } from "@/lib/base/result";
import { diagnose } from "@/lib/check/diagnosis/diagnose";
import { isOutsideMatrix, usesCredentials } from "@/lib/check/matrix";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { assembleFindings, rootCell, type SearchFacts } from "@/lib/check/probe/findings";
import { passed, type Question, type Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { NO_VARIATION } from "@/lib/check/probe/plan/facts";
import { Journal } from "@/lib/check/probe/plan/journal";
import { secretsOf } from "@/lib/check/probe/plan/keys/secrets";
import { testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import { Cells } from "@/lib/check/probe/plan/send/cells";
import type { CheckSetup } from "@/lib/check/probe/plan/send/send";
import { mayCarryKeys } from "@/lib/check/probe/plan-attempt";
import { sourcesOf } from "@/lib/check/probe/sources";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { DEFAULT_TIMEOUTS, type Timeouts } from "@/lib/connectors/net/connect";
import { netFailure } from "@/lib/connectors/net/failures";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget, type Target } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopProbes } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** Credentials are needed for causes that were found with a key. */
export interface RetestInput extends Pick<CheckInput, "url" | "egress" | "policy" | "credentials" | "timeouts" | "connections" | "signal"> {
  shopSystem: ShopSystem;
  previous: CheckResult;
  cause: Cause;
  onProbe?: (() => void) | undefined;
}

/** The two requests of the proof, and a few cells that fail for the same cause. */
export const RETEST_REQUESTS = 6;
const WHOLE_RETEST_MS = 45_000;

const questionOf = (probe: Probe): string => [probe.method, probe.path, probe.userAgent, probe.source, probe.from].join("\n");

/** The two requests of the proof, then other failing cells. For a proof by time, only the failing request. */
function probesToRepeat(result: CheckResult, cause: Cause, agents: readonly string[]): Probe[] {
  const find = (id: string | null) => result.probes.find((probe) => probe.id === id);
  const pass = find(cause.evidence.pass);
  const fail = find(cause.evidence.fail);
  if (!fail) return [];
  if (pass && questionOf(pass) === questionOf(fail)) return [fail];
  const chosen = new Map<string, Probe>();
  for (const probe of [pass, fail]) if (probe) chosen.set(questionOf(probe), probe);
  const newest = new Map(result.probes.map((probe) => [questionOf(probe), probe]));
  for (const [question, probe] of newest) {
    const isOwn = agents.includes(probe.userAgent) && probe.source !== "control";
    const belongs =
      cause.methods.includes(probe.method) ||
      cause.userAgents.includes(probe.userAgent) ||
      (probe.from !== null && cause.addresses.includes(probe.from));
    if (isOwn && belongs && !isOutsideMatrix(probe) && !probe.passed && !chosen.has(question) && chosen.size < RETEST_REQUESTS)
      chosen.set(question, probe);
  }
  return [...chosen.values()];
}

const isAboutKeys = (fail: Probe | undefined): boolean => fail !== undefined && usesCredentials(fail);

/** The request behind a stored probe; null if it carried a key or went elsewhere. */
function rebuild(probe: Probe, probes: ShopProbes, target: Target, sources: readonly Source[]): Question | null {
  const source = sources.find((one) => one.kind === probe.source && one.address === probe.from);
  if (!source) return null;
  const isAt = (path: string): boolean => probe.path === target.basePath + path;
  const resource = [probes.resource, ...probes.openResources].map((make) => make(probe.method)).find(({ path }) => isAt(path));
  const subject = isAt(probes.root.path) && probe.method === "GET" ? "root" : resource ? "resource" : null;
  // Contrasts for caches and keys share a path with the matrix, but not its headers.
  if (!subject || reasonOf(probe.purpose) === "contrast_cache" || isAboutKeys(probe)) return null;
  const request = subject === "root" || !resource ? probes.root : resource;
  return { rule: "retest_of_cause", subject, request, userAgent: probe.userAgent, source, below: "base", credential: "none" };
}

const isAsBefore = (before: Probe, now: Probe): boolean =>
  before.outcome === now.outcome &&
  before.reached === now.reached &&
  (now.passed || (before.status === now.status && before.failure === now.failure));

interface KeyRetest extends Pick<CheckSetup, "journal" | "shopSystem" | "egress" | "control"> {
  asker: Asker;
  /** Undefined if the shop's address changed since the keys were given. */
  credentials: unknown;
  previous: CheckResult;
  cause: Cause;
}

const sameThing = (a: Probe, b: Probe): boolean =>
  reasonOf(a.purpose) === reasonOf(b.purpose) &&
  a.method === b.method &&
  a.path === b.path &&
  a.userAgent === b.userAgent &&
  a.from === b.from;

/** Returns the renewed probes by their old ids if the same cause is found; null if a complete check is needed. */
async function retestKeys(retest: KeyRetest): Promise<Map<string, Probe> | null> {
  const { asker, credentials, previous, cause, ...setup } = retest;
  const { journal, shopSystem, egress } = setup;
  const fail = previous.probes.find(({ id }) => id === cause.evidence.fail);
  const source = egress.find(({ kind, address }) => kind === fail?.source && address === fail.from);
  if (!fail || !source) return null;
  const executor = new Executor(asker, async () => refuse(netFailure("target_not_allowed", "target")));
  const cells = new Cells({ ...setup, probes: SHOP_PROBES[shopSystem], agents: userAgents(shopSystem), withKey: null });
  const visitor = { source, userAgent: fail.userAgent };
  const working = rootCell(source, fail.userAgent);
  if (!passed(await executor.run(cells.probe(working, "retest_of_key")))) return null;
  cells.working = working;
  const variation = { ...NO_VARIATION, working, other: visitor };
  const key = await executor.run(testHeaderAndKeys(cells, variation, { credentials, baseUrl: journal.base.target.baseUrl }));
  const search: SearchFacts = {
    working,
    location: { homePage: null, elsewhere: null },
    redirects: { lost: null, refusedBefore: null },
    refusedWithKey: null,
  };
  const findings = assembleFindings(cells.evidence, { search, cache: variation.cache, key, rule: null, isBehindKey: cells.isBehindKey });
  const isSame = ({ code, reason, affects }: Cause): boolean =>
    code === cause.code && reason === cause.reason && affects.join() === cause.affects.join();
  if (!diagnose(findings).some(isSame)) return null;
  const renewed = journal.observations.flatMap(({ probe }): [string, Probe][] => {
    // Of several attempts, the last counts.
    const before = previous.probes.findLast((old) => sameThing(old, probe));
    return before ? [[before.id, { ...probe, id: before.id }]] : [];
  });
  return new Map(renewed);
}

/** Repeats a cause's requests on new connections. If all end as before, renews their probes; null if a complete check is needed. */
export async function retestCause(input: RetestInput): Promise<CheckResult | null> {
  const { previous, cause, shopSystem, policy } = input;
  const startedAt = new Date();
  const started = performance.now();
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...input.timeouts };
  const given = parseTarget(input.url);
  const target = parseTarget(previous.effectiveUrl ?? previous.url);
  if (!given.ok || !target.ok || given.value.baseUrl !== previous.url) return null;
  const chosen = probesToRepeat(previous, cause, userAgents(shopSystem));
  const { egress, control } = sourcesOf(input.egress);
  const sources = control ? [...egress, control] : egress;
  const probes = SHOP_PROBES[shopSystem];
  const isByKeys = isAboutKeys(previous.probes.find(({ id }) => id === cause.evidence.fail));
  const questions = chosen.flatMap((before) => {
    const question = rebuild(before, probes, target.value, sources);
    return question ? [{ before, question }] : [];
  });
  if (!isByKeys && (chosen.length === 0 || questions.length < chosen.length)) return null;
  const credentials = mayCarryKeys(given.value, target.value) ? input.credentials : undefined;
  const resolved = await resolveTarget(target.value.host, target.value.port, policy, { timeoutMs: timeouts.dnsMs });
  if (!resolved.ok) return null;
  const observer = new Observer(probes, secretsOf(credentials));
  const journal = new Journal({ target: target.value, resolution: resolved.value }, observer, RETEST_REQUESTS);
  const asker = new Asker(journal, {
    timeouts,
    connections: input.connections,
    deadline: started + WHOLE_RETEST_MS,
    signal: input.signal,
    onProbe: input.onProbe,
  });
  journal.backOff();
  let renewed = new Map<string, Probe>();
  try {
    if (isByKeys) {
      const found = await retestKeys({ asker, journal, shopSystem, egress, control, credentials, previous, cause });
      if (!found) return null;
      renewed = found;
    }
    for (const { before, question } of isByKeys ? [] : questions) {
      const observation = await asker.ask(question, { fresh: true });
      if (!observation || !isAsBefore(before, observation.probe)) return null;
      renewed.set(before.id, { ...observation.probe, id: before.id, purpose: before.purpose });
    }
  } finally {
    asker.close();
  }
  return {
    ...previous,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round((performance.now() - started) * 10) / 10,
    requests: journal.requests,
    probes: previous.probes.map((probe) => renewed.get(probe.id) ?? probe),
  };
}

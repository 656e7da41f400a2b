import { hasPassed, isOutsideMatrix } from "@/lib/check/matrix";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import { mayCarryKeys, sourcesOf } from "@/lib/check/probe/check-shop";
import { Asker } from "@/lib/check/probe/execute/asker";
import type { Question, Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { Journal } from "@/lib/check/probe/plan/journal";
import { secretsOf } from "@/lib/check/probe/plan/keys/secrets";
import { isAboutKeys, retestKeys } from "@/lib/check/probe/retest-keys";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { type Egress, userAgents } from "@/lib/connectors/egress/identity";
import { DEFAULT_TIMEOUTS, type Timeouts } from "@/lib/connectors/net/connect";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget, type Target } from "@/lib/connectors/net/target";
import type { Platform } from "@/lib/connectors/platforms";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopProbes } from "@/lib/connectors/shop-probes";

export interface RetestInput {
  url: string;
  platform: Platform;
  egress: Egress;
  policy: TargetPolicy;
  previous: CheckResult;
  cause: Cause;
  /** Of the shop; needed for causes that were found with a key. */
  credentials?: unknown;
  timeouts?: Partial<Timeouts> | undefined;
  connections?: 1 | 2 | undefined;
  signal?: AbortSignal | undefined;
  onProbe?: (() => void) | undefined;
}

/** Requests at most: the pair of the proof and a few cells that fail for the same cause. */
export const RETEST_REQUESTS = 6;
const WHOLE_RETEST_MS = 45_000;

const questionOf = (probe: Probe): string => [probe.method, probe.path, probe.userAgent, probe.source, probe.from].join("\n");

/** The pair of the proof, then other failing cells of the cause. Of a proof by time the failing request alone: does it still fail? */
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
    if (isOwn && belongs && !isOutsideMatrix(probe) && !hasPassed(probe) && !chosen.has(question) && chosen.size < RETEST_REQUESTS)
      chosen.set(question, probe);
  }
  return [...chosen.values()];
}

/** The question that a stored probe asked, or null when it cannot be asked from what is stored: it carried a key, or lay elsewhere. */
function rebuild(probe: Probe, probes: ShopProbes, target: Target, sources: readonly Source[]): Question | null {
  const source = sources.find((one) => one.kind === probe.source && one.address === probe.from);
  if (!source) return null;
  const isAt = (path: string): boolean => probe.path === target.basePath + path;
  const resource = [probes.resource, ...probes.openResources].map((make) => make(probe.method)).find(({ path }) => isAt(path));
  const subject = isAt(probes.root.path) && probe.method === "GET" ? "root" : resource ? "resource" : null;
  // Requests with the dummy credential or a key share a path with the matrix, but not its headers.
  if (!subject || reasonOf(probe.purpose) === "contrast_cache" || isAboutKeys(probe)) return null;
  const request = subject === "root" || !resource ? probes.root : resource;
  return { rule: "retest_of_cause", subject, request, userAgent: probe.userAgent, source, below: "base", credential: "none" };
}

const isAsBefore = (before: Probe, now: Probe): boolean =>
  before.outcome === now.outcome &&
  before.reached === now.reached &&
  (hasPassed(now) || (before.status === now.status && before.failure === now.failure));

/**
 * Repeats only the requests that one cause rests on, each on a connection of its own. If all end as before, the result comes back with these
 * probes renewed; null when something changed or cannot be repeated: then a full check is needed.
 */
export async function retestCause(input: RetestInput): Promise<CheckResult | null> {
  const { previous, cause, platform, policy } = input;
  const startedAt = new Date();
  const started = performance.now();
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...input.timeouts };
  const given = parseTarget(input.url);
  const target = parseTarget(previous.effectiveUrl ?? previous.url);
  if (!given.ok || !target.ok || given.value.baseUrl !== previous.url) return null;
  const chosen = probesToRepeat(previous, cause, userAgents(platform));
  const { egress, control } = sourcesOf(input.egress);
  const sources = control ? [...egress, control] : egress;
  const probes = SHOP_PROBES[platform];
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
      const found = await retestKeys({ asker, journal, platform, egress, control, credentials, previous, cause });
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

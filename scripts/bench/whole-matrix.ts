import { ok } from "@/lib/base/result";
import { diagnose } from "@/lib/check/diagnosis/diagnose";
import { findServer } from "@/lib/check/diagnosis/find-server";
import { decideVerdict } from "@/lib/check/diagnosis/verdict";
import { sourcesOf } from "@/lib/check/probe/check-shop";
import { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { passed, type Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { Cells } from "@/lib/check/probe/plan/cells";
import { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, together } from "@/lib/check/probe/plan/step";
import type { CheckResult } from "@/lib/check/result";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/identity";
import { DEFAULT_TIMEOUTS } from "@/lib/connectors/net/connect";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";

/**
 * A check that leaves no cell out: every method under every name from every address, over one connection for each address, two at once, and
 * the verdict. The planner comes to its verdict with fewer; this is what the same engine takes for as many requests as the matrix has cells.
 */
export async function askWholeMatrix(url: string, addresses: readonly string[], policy: TargetPolicy): Promise<CheckResult> {
  const startedAt = new Date();
  const started = performance.now();
  const platform = "woocommerce";
  const probes = SHOP_PROBES[platform];
  const agents = userAgents(platform);
  const target = parseTarget(url);
  if (!target.ok) throw new Error(`${url} is no address.`);
  const resolved = await resolveTarget(target.value.host, target.value.port, policy);
  if (!resolved.ok) throw new Error(`${url} may not be asked.`);
  const { egress, control } = sourcesOf({ addresses, control: null });
  const base = { target: target.value, resolution: resolved.value };
  const budget = egress.length * agents.length * REQUIRED_METHODS.length;
  const journal = new Journal(base, new Observer(probes, []), budget);
  const asker = new Asker(journal, { timeouts: DEFAULT_TIMEOUTS, deadline: started + 55_000 });
  const cells = new Cells({ journal, platform, probes, agents, egress, control, withKey: null });
  const { findings } = cells;

  const left = [...egress];
  function* askFrom(source: Source): Plan<void> {
    for (const userAgent of agents) {
      for (const method of REQUIRED_METHODS) {
        const subject = method === "GET" ? "root" : "resource";
        const observation = yield* cells.ask(
          { subject, method, userAgent, source },
          method === "GET" ? "other_name" : "method_first_round",
        );
        if (passed(observation)) findings.working ??= { subject, method, userAgent, source };
      }
    }
  }
  function* lane(): Plan<void> {
    for (let source = left.shift(); source; source = left.shift()) yield* askFrom(source);
  }
  await new Executor(asker, async () => ok(base)).run(together([lane(), lane()]));
  asker.close();

  const causes = diagnose(findings);
  return {
    schema: 1,
    url: target.value.baseUrl,
    effectiveUrl: target.value.baseUrl,
    platform,
    platformEvidence: [],
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - started,
    requests: journal.requests,
    verdict: decideVerdict(causes, journal.observations.length > 0, findings.working !== null),
    server: findServer(journal.observations),
    causes,
    probes: journal.observations.map(({ probe }) => probe),
  };
}

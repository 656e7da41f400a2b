import { ok } from "@/lib/base/result";
import { diagnose } from "@/lib/check/diagnosis/diagnose";
import { findServer } from "@/lib/check/diagnosis/find-server";
import { decideVerdict } from "@/lib/check/diagnosis/verdict";
import { Asker } from "@/lib/check/probe/asker";
import { CellExecutor } from "@/lib/check/probe/cell-executor";
import { sourcesOf } from "@/lib/check/probe/check-shop";
import { Experiment } from "@/lib/check/probe/experiment";
import { passed, type Source } from "@/lib/check/probe/observation";
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
  const asker = new Asker({ base, probes, timeouts: DEFAULT_TIMEOUTS, budget, deadline: started + 55_000, secrets: [] });
  const { findings } = new Experiment({ asker, platform, probes, agents, egress, control, withKey: null, openBase: async () => ok(base) });
  const cells = new CellExecutor(asker, findings, probes.root);

  const left = [...egress];
  const askFrom = async (source: Source): Promise<void> => {
    for (const userAgent of agents) {
      for (const method of REQUIRED_METHODS) {
        const subject = method === "GET" ? "root" : "resource";
        const observation = await cells.cell(
          { subject, method, userAgent, source },
          method === "GET" ? "other_name" : "method_first_round",
        );
        if (passed(observation)) findings.working ??= { subject, method, userAgent, source };
      }
    }
  };
  const lane = async (): Promise<void> => {
    for (let source = left.shift(); source; source = left.shift()) await askFrom(source);
  };
  await Promise.all([lane(), lane()]);
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
    requests: asker.requests,
    verdict: decideVerdict(causes, asker.observations.length > 0, findings.working !== null),
    server: findServer(asker.observations),
    causes,
    probes: asker.observations.map(({ probe }) => probe),
  };
}

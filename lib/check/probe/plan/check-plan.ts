import { diagnose } from "@/lib/check/diagnosis/diagnose";
import type { Findings } from "@/lib/check/probe/findings";
import { askBehindCache } from "@/lib/check/probe/plan/cached-refusals";
import type { Cells } from "@/lib/check/probe/plan/cells";
import { Experiment } from "@/lib/check/probe/plan/experiment";
import { type Keys, testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import { findRefusedByPlugin } from "@/lib/check/probe/plan/refused-by-plugin";
import { askAboutRule } from "@/lib/check/probe/plan/rule-questions";
import type { CheckSetup } from "@/lib/check/probe/plan/setup";
import type { Plan } from "@/lib/check/probe/plan/step";
import { askEachServer, askInTurns } from "@/lib/check/probe/plan/turns";
import { askUnconfirmed } from "@/lib/check/probe/plan/unconfirmed-refusals";
import type { Cause } from "@/lib/check/result";

interface Phase {
  /** `confirm` phases ask about causes, and are left out where there are none. */
  kind: "explore" | "confirm";
  plan(experiment: Experiment, causes: readonly Cause[], keys: () => Keys): Plan<unknown>;
}

/** What a check asks, in this order. Each phase may add findings or take some back. */
const PHASES: readonly Phase[] = [
  { kind: "explore", plan: (experiment) => experiment.findWorkingAndVary() },
  { kind: "explore", plan: (experiment, _causes, keys) => testHeaderAndKeys(experiment, keys()) },
  { kind: "explore", plan: ({ cells }) => findRefusedByPlugin(cells) },
  { kind: "explore", plan: ({ cells }) => askAboutRule(cells) },
  { kind: "confirm", plan: ({ cells }, causes) => askBehindCache(cells, causes) },
  { kind: "confirm", plan: ({ cells }, causes) => askUnconfirmed(cells, causes) },
  { kind: "explore", plan: ({ cells }, causes) => askServers(cells, causes) },
];

/** Is one of several servers different: by its address, or by its turn? */
function* askServers(cells: Cells, causes: readonly Cause[]): Plan<boolean> {
  return (yield* askEachServer(cells, causes)) || (yield* askInTurns(cells));
}

/** The whole check of a shop. The causes are derived again after each phase, so that the next one sees what is left. */
export function* planCheck(setup: CheckSetup, keys: () => Keys): Plan<{ findings: Findings; causes: Cause[] }> {
  const experiment = new Experiment(setup);
  const { findings } = experiment;
  let causes: Cause[] = [];
  for (const { kind, plan } of PHASES) {
    if (kind === "confirm" && causes.length === 0) continue;
    yield* plan(experiment, causes, keys);
    causes = diagnose(findings);
  }
  return { findings, causes };
}

import { diagnose } from "@/lib/check/diagnosis/diagnose";
import type { Experiment } from "@/lib/check/probe/experiment";
import { testHeaderAndKeys } from "@/lib/check/probe/keys/test-keys";
import type { Cause } from "@/lib/check/result";

/** Credentials that may be sent, and the address that the search for a working request ended at. */
export interface Keys {
  credentials: unknown;
  baseUrl: string;
}

interface Step {
  /** `confirm` steps ask about causes, and are left out where there are none. */
  kind: "explore" | "confirm";
  ask(experiment: Experiment, causes: readonly Cause[], keys: () => Keys): Promise<unknown>;
}

/** What a check asks, in this order. Each step may add findings or take some back. */
const STEPS: readonly Step[] = [
  { kind: "explore", ask: (experiment) => experiment.findWorkingAndVary() },
  {
    kind: "explore",
    ask(experiment, _causes, keys) {
      const { credentials, baseUrl } = keys();
      return testHeaderAndKeys(experiment, credentials, baseUrl);
    },
  },
  { kind: "explore", ask: (experiment) => experiment.findRefusedByPlugin() },
  { kind: "explore", ask: (experiment) => experiment.askAboutRule() },
  { kind: "confirm", ask: (experiment, causes) => experiment.askBehindCache(causes) },
  { kind: "confirm", ask: (experiment, causes) => experiment.askUnconfirmed(causes) },
  { kind: "explore", ask: (experiment, causes) => experiment.askSeveral(causes) },
];

/** Runs the steps and derives the causes anew after each, so that a step sees what the ones before it left standing. */
export async function runPlan(experiment: Experiment, keys: () => Keys): Promise<Cause[]> {
  let causes: Cause[] = [];
  for (const { kind, ask } of STEPS) {
    if (kind === "confirm" && causes.length === 0) continue;
    await ask(experiment, causes, keys);
    causes = diagnose(experiment.findings);
  }
  return causes;
}

import { diagnose } from "@/lib/check/diagnosis/diagnose";
import type { Findings } from "@/lib/check/probe/findings";
import { askBehindCache } from "@/lib/check/probe/plan/cached-refusals";
import { Experiment } from "@/lib/check/probe/plan/experiment";
import { type Keys, testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import type { CheckSetup } from "@/lib/check/probe/plan/questions";
import { findRefusedByPlugin } from "@/lib/check/probe/plan/refused-by-plugin";
import { askAboutRule } from "@/lib/check/probe/plan/rule-questions";
import type { Plan } from "@/lib/check/probe/plan/step";
import { askEachServer, askInTurns } from "@/lib/check/probe/plan/turns";
import { askUnconfirmed } from "@/lib/check/probe/plan/unconfirmed-refusals";
import type { Cause } from "@/lib/check/result";

/** The whole check of a shop, phase by phase. Each may add findings or withdraw some; those that confirm read the causes that remain. */
export function* planCheck(setup: CheckSetup, keys: () => Keys): Plan<{ findings: Findings; causes: Cause[] }> {
  const experiment = new Experiment(setup);
  const { cells, findings } = experiment;
  yield* experiment.findWorkingAndVary();
  yield* testHeaderAndKeys(experiment, keys());
  yield* findRefusedByPlugin(cells);
  yield* askAboutRule(cells);
  for (const confirm of [askBehindCache, askUnconfirmed]) {
    const causes = diagnose(findings);
    if (causes.length > 0) yield* confirm(cells, causes);
  }
  if (!(yield* askEachServer(cells, diagnose(findings)))) yield* askInTurns(cells);
  return { findings, causes: diagnose(findings) };
}

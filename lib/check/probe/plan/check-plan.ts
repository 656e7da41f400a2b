import { diagnose } from "@/lib/check/diagnosis/diagnose";
import type { Findings } from "@/lib/check/probe/findings";
import { probeBehindCache } from "@/lib/check/probe/plan/confirm/cached-refusals";
import { probeAboutRule } from "@/lib/check/probe/plan/confirm/kind-of-rule";
import { probeRefusedByPlugin } from "@/lib/check/probe/plan/confirm/refused-by-plugin";
import { probeRefusedToGuests } from "@/lib/check/probe/plan/confirm/refused-to-guests";
import { probeUnconfirmed } from "@/lib/check/probe/plan/confirm/unconfirmed-refusals";
import { type Keys, testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import { searchWorking } from "@/lib/check/probe/plan/search/search-working";
import { Cells } from "@/lib/check/probe/plan/send/cells";
import type { CheckSetup } from "@/lib/check/probe/plan/send/send";
import { probeEachServer, probeInTurns } from "@/lib/check/probe/plan/send/turns";
import type { Plan } from "@/lib/check/probe/plan/step";
import { vary } from "@/lib/check/probe/plan/vary/vary";
import type { Cause } from "@/lib/check/result";

/** The whole check, phase by phase. A phase may add or withdraw findings; confirming phases read the causes that remain. */
export function* planCheck(setup: CheckSetup, keys: () => Keys): Plan<{ findings: Findings; causes: Cause[] }> {
  const cells = new Cells(setup);
  const { findings } = cells;
  const working = yield* searchWorking(cells);
  if (working) yield* testHeaderAndKeys(cells, yield* vary(cells, working), keys());
  yield* probeRefusedToGuests(cells);
  yield* probeRefusedByPlugin(cells);
  findings.ruleQuestions = yield* probeAboutRule(cells);
  for (const confirm of [probeBehindCache, probeUnconfirmed]) {
    const causes = diagnose(findings);
    if (causes.length > 0) yield* confirm(cells, causes);
  }
  if (!(yield* probeEachServer(cells, diagnose(findings)))) yield* probeInTurns(cells);
  return { findings, causes: diagnose(findings) };
}

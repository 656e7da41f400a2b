import { diagnose } from "@/lib/check/diagnosis/diagnose";
import { assembleFindings, type Findings, noKeyFacts, type RuleFacts } from "@/lib/check/probe/findings";
import { probeBehindCache } from "@/lib/check/probe/plan/confirm/cached-refusals";
import { probeAboutRule } from "@/lib/check/probe/plan/confirm/kind-of-rule";
import { probeRefusedByPlugin } from "@/lib/check/probe/plan/confirm/refused-by-plugin";
import { probeRefusedToGuests } from "@/lib/check/probe/plan/confirm/refused-to-guests";
import { probeUnconfirmed } from "@/lib/check/probe/plan/confirm/unconfirmed-refusals";
import { NO_VARIATION } from "@/lib/check/probe/plan/facts";
import { type Keys, testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import { searchWorking } from "@/lib/check/probe/plan/search/search-working";
import { Cells } from "@/lib/check/probe/plan/send/cells";
import type { CheckSetup } from "@/lib/check/probe/plan/send/send";
import { probeEachServer, probeInTurns } from "@/lib/check/probe/plan/send/turns";
import type { Plan } from "@/lib/check/probe/plan/step";
import { vary } from "@/lib/check/probe/plan/vary/vary";
import type { Cause } from "@/lib/check/result";

/** The whole check, phase by phase: each returns what it found, from which the findings are assembled. */
export function* planCheck(setup: CheckSetup, keys: () => Keys): Plan<{ findings: Findings; causes: Cause[] }> {
  const cells = new Cells(setup);
  const search = yield* searchWorking(cells);
  const variation = search.working && (yield* vary(cells, search.working));
  const key = variation ? yield* testHeaderAndKeys(cells, variation, keys()) : noKeyFacts();
  const { cache } = variation ?? NO_VARIATION;
  yield* probeRefusedToGuests(cells, key);
  yield* probeRefusedByPlugin(cells);
  const rule: RuleFacts | null = yield* probeAboutRule(cells);

  // Confirming withdraws what proves nothing, so the causes are read anew.
  const findings = () => assembleFindings(cells.evidence, { search, cache, key, rule, isBehindKey: cells.isBehindKey });
  for (const confirm of [probeBehindCache, probeUnconfirmed]) {
    const causes = diagnose(findings());
    if (causes.length > 0) yield* confirm(cells, causes, findings());
  }
  if (!(yield* probeEachServer(cells, diagnose(findings())))) yield* probeInTurns(cells);
  return { findings: findings(), causes: diagnose(findings()) };
}

import { diagnose } from "@/lib/check/diagnosis/diagnose";
import { type Cell, type Findings, isLikeCoreRules, isPlainRefusal } from "@/lib/check/probe/findings";
import { passed } from "@/lib/check/probe/observation";
import { probeBehindCache } from "@/lib/check/probe/plan/cached-refusals";
import type { Cells } from "@/lib/check/probe/plan/cells";
import { Experiment } from "@/lib/check/probe/plan/experiment";
import { type Keys, testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import { findRefusedByPlugin } from "@/lib/check/probe/plan/refused-by-plugin";
import { findRefusedToGuests } from "@/lib/check/probe/plan/refused-to-guests";
import type { CheckSetup } from "@/lib/check/probe/plan/send";
import type { Plan } from "@/lib/check/probe/plan/step";
import { probeEachServer, probeInTurns } from "@/lib/check/probe/plan/turns";
import { probeUnconfirmed } from "@/lib/check/probe/plan/unconfirmed-refusals";
import type { Cause } from "@/lib/check/result";
import { jsonRequest, type ProbeRequest } from "@/lib/connectors/shop-probes";

/** The whole check, phase by phase. A phase may add or withdraw findings; confirming phases read the causes that remain. */
export function* planCheck(setup: CheckSetup, keys: () => Keys): Plan<{ findings: Findings; causes: Cause[] }> {
  const experiment = new Experiment(setup);
  const { cells, findings } = experiment;
  yield* experiment.findWorkingAndVary();
  yield* testHeaderAndKeys(experiment, keys());
  yield* findRefusedToGuests(cells);
  yield* findRefusedByPlugin(cells);
  yield* probeAboutRule(cells);
  for (const confirm of [probeBehindCache, probeUnconfirmed]) {
    const causes = diagnose(findings);
    if (causes.length > 0) yield* confirm(cells, causes);
  }
  if (!(yield* probeEachServer(cells, diagnose(findings)))) yield* probeInTurns(cells);
  return { findings, causes: diagnose(findings) };
}

/** Methods refused, without a firewall's sign, to visitors that may read. */
const findRefused = ({ matrix }: Findings) =>
  matrix
    .select({ subject: "resource" })
    .filter(({ cell, observation }) => isPlainRefusal(observation) && matrix.passes({ ...cell, method: "GET" }));

/** The OWASP rules also refuse a GET with a body and PUT; a server's own rule about methods does not. */
function* probeAboutRule(cells: Cells): Plan<void> {
  const { findings } = cells;
  const refused = findRefused(findings);
  const [first] = refused;
  if (!first || findings.time.banned) return;
  // POST refused and DELETE not: the rule is about bodies, so a GET with a body would prove nothing.
  const isRefused = (method: string): boolean => refused.some(({ cell }) => cell.method === method);
  if (isRefused("POST") && !isRefused("DELETE")) return;
  const question = (cell: Cell, request?: ProbeRequest) => cells.question(cell, "get_with_body_and_put", request);
  const get = { ...first.cell, method: "GET" };
  const bodied = yield* cells.send(question(get, { ...jsonRequest("PUT", question(get).request.path), method: "GET" }));
  const isDecided = passed(bodied) || bodied?.answer?.status === first.observation.answer?.status;
  const mayTell = !isDecided && isLikeCoreRules(refused.map(({ cell }) => cell.method));
  findings.ruleQuestions = { bodied, put: mayTell ? yield* cells.send(question({ ...first.cell, method: "PUT" })) : null };
}

import { type Cell, type Findings, isLikeCoreRules, isPlainRefusal } from "@/lib/check/probe/findings";
import { passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/cells";
import type { Plan } from "@/lib/check/probe/plan/step";
import { jsonRequest, type ProbeRequest } from "@/lib/connectors/shop-probes";

/** Methods that a page of no firewall refuses to identities that may read. */
const findRefused = ({ matrix }: Findings) =>
  matrix
    .select({ subject: "resource" })
    .filter(({ cell, observation }) => isPlainRefusal(observation) && matrix.passes({ ...cell, method: "GET" }));

/**
 * Methods are refused by a page that names no firewall. The OWASP rules also refuse a GET with a body, and PUT, which a server's own rule about
 * methods lets pass. Asked only here, at the end of a check.
 */
export function* askAboutRule(cells: Cells): Plan<void> {
  const { findings } = cells;
  const refused = findRefused(findings);
  const [first] = refused;
  if (!first || findings.time.banned) return;
  // POST is refused and DELETE, which brings no body, is not: that is about bodies, and a GET with one would show nothing of the OWASP rules.
  const isRefused = (method: string): boolean => refused.some(({ cell }) => cell.method === method);
  if (isRefused("POST") && !isRefused("DELETE")) return;
  const question = (cell: Cell, request?: ProbeRequest) => cells.question(cell, "get_with_body_and_put", request);
  const get = { ...first.cell, method: "GET" };
  const bodied = yield* cells.once(question(get, { ...jsonRequest("PUT", question(get).request.path), method: "GET" }));
  const isDecided = passed(bodied) || bodied?.answer?.status === first.observation.answer?.status;
  const mayTell = !isDecided && isLikeCoreRules(refused.map(({ cell }) => cell.method));
  findings.ruleQuestions = { bodied, put: mayTell ? yield* cells.once(question({ ...first.cell, method: "PUT" })) : null };
}

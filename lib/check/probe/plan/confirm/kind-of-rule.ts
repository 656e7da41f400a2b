import { type Cell, type Evidence, isLikeCoreRules, isPlainRefusal, type RuleFacts } from "@/lib/check/probe/findings";
import { passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import type { Plan } from "@/lib/check/probe/plan/step";
import { jsonRequest, type ProbeRequest } from "@/lib/connectors/shop-probes";

/** Methods refused, without a firewall's sign, to visitors that may read. */
const findRefused = ({ matrix }: Evidence) =>
  matrix
    .select({ subject: "resource" })
    .filter(({ cell, observation }) => isPlainRefusal(observation) && matrix.passes({ ...cell, method: "GET" }));

/** The OWASP rules also refuse a GET with a body and PUT; a server's own rule about methods does not. */
export function* probeAboutRule(cells: Cells): Plan<RuleFacts | null> {
  const { evidence } = cells;
  const refused = findRefused(evidence);
  const [first] = refused;
  if (!first || evidence.time.banned) return null;
  // POST refused and DELETE not: the rule is about bodies, so a GET with a body would prove nothing.
  const isRefused = (method: string): boolean => refused.some(({ cell }) => cell.method === method);
  if (isRefused("POST") && !isRefused("DELETE")) return null;
  const question = (cell: Cell, request?: ProbeRequest) => cells.question(cell, "get_with_body_and_put", request);
  const get = { ...first.cell, method: "GET" };
  const bodied = yield* cells.send(question(get, { ...jsonRequest("PUT", question(get).request.path), method: "GET" }));
  const isDecided = passed(bodied) || bodied?.answer?.status === first.observation.answer?.status;
  const mayTell = !isDecided && isLikeCoreRules(refused.map(({ cell }) => cell.method));
  return { bodied, put: mayTell ? yield* cells.send(question({ ...first.cell, method: "PUT" })) : null };
}

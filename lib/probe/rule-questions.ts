import { type Cell, type Findings, isLikeCoreRules, isPlain403 } from "@/lib/probe/findings";
import { type Observation, passed, type Question } from "@/lib/probe/observation";
import { jsonRequest, type ProbeRequest } from "@/lib/shops/shop-probes";

type Ask = (question: Question) => Promise<Observation | null>;

/** PATCH and DELETE of one visitor, refused while GET passes; null when that is not so, or when something else is refused as well. */
function findRefusedPair({ matrix }: Findings): { cell: Cell; refusal: Observation } | null {
  const asked = matrix.entries().filter(({ cell }) => cell.subject === "resource");
  const refused = asked.filter(({ observation }) => !passed(observation));
  if (!isLikeCoreRules(refused.map(({ cell }) => cell.method))) return null;
  const [first] = refused;
  return first && matrix.passes({ ...first.cell, method: "GET" }) ? { cell: first.cell, refusal: first.observation } : null;
}

/**
 * PATCH and DELETE alone are refused by a page that names no firewall. The OWASP rules do that out of the box, and refuse two more things that
 * a rule of the server about these two methods lets pass: PUT, and a GET with a body. Asked only here, at the end of a check.
 */
export async function askAboutRule(
  findings: Findings,
  question: (cell: Cell, request?: ProbeRequest) => Question,
  ask: Ask,
): Promise<void> {
  const found = findRefusedPair(findings);
  if (!found || !isPlain403(found.refusal) || findings.banned) return;
  const put = await ask(question({ ...found.cell, method: "PUT" }));
  if (!put || passed(put)) {
    findings.ruleQuestions = { put, bodied: null };
    return;
  }
  const get = { ...found.cell, method: "GET" };
  const bodied = await ask(question(get, { ...jsonRequest("PUT", question(get).request.path), method: "GET" }));
  findings.ruleQuestions = { put, bodied };
}

import type { Observation, Question } from "@/lib/check/probe/observation";
import type { Plan } from "@/lib/check/probe/plan/step";
import { detectFromPage } from "@/lib/connectors/probes";

const MAX_HOPS = 2;

/**
 * The page to which the home page redirects on its own server, such as `/en/`; the home page itself if it redirects nowhere, elsewhere, or shows the
 * shop system already.
 */
export function* followHomePage(home: Observation, send: (question: Question) => Plan<Observation | null>): Plan<Observation> {
  let page = home;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const { redirect, question, answer, baseUrl } = page;
    if (!redirect || redirect.target?.origin !== new URL(baseUrl).origin || (answer && detectFromPage(answer))) break;
    const { pathname, search } = new URL(redirect.location);
    const request = { ...question.request, path: pathname + search };
    const next = yield* send({ ...question, rule: "home_page_after_redirect", request, below: "host" });
    if (!next?.answer) break;
    page = next;
  }
  return page;
}

import type { Observation } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/cells";
import { type Plan, probe, resolve } from "@/lib/check/probe/plan/step";

/** https redirects to http: does that lead back? */
export function* findCircle(cells: Cells, seen: readonly (Observation | null)[], visited: ReadonlySet<string>): Plan<Observation | null> {
  const turning = yield* findTurning(cells, seen);
  if (turning) return turning;
  const down = seen.find((observation) => observation?.redirect?.kind === "downgrade");
  if (!down?.redirect?.target) return null;
  if (visited.has(down.redirect.location)) return down;
  const { journal } = cells;
  const secure = journal.base;
  const root = cells.rootUrl;
  const plain = yield* resolve(down.redirect.target.origin + secure.target.basePath);
  if (!plain.ok || cells.isOver) return null;
  journal.moveTo(plain.value);
  const { source } = down.question;
  const there = yield* probe(
    cells.question({ subject: "root", method: "GET", userAgent: cells.setup.agents[0], source }, "redirect_to_http_and_back"),
  );
  journal.moveTo(secure);
  return there?.redirect?.location === root ? down : null;
}

/** Browsers suspect a loop after about as many. */
const MAX_TURNS = 4;

const isSamePlace = (redirect: Observation["redirect"], origin: string, pathname: string): boolean =>
  redirect?.target?.origin === origin && new URL(redirect.location).pathname === pathname;

/** Redirects that only change the query: do they end? */
function* findTurning(cells: Cells, seen: readonly (Observation | null)[]): Plan<Observation | null> {
  const { origin } = cells.journal.base.target;
  const { pathname } = new URL(cells.rootUrl);
  const first = seen.find((one) => one?.redirect?.kind === "path_changed" && isSamePlace(one.redirect, origin, pathname));
  if (!first) return null;
  let last = first;
  for (let turn = 0; turn < MAX_TURNS && last.redirect; turn += 1) {
    if (cells.isOver) return null;
    const { pathname: path, search } = new URL(last.redirect.location);
    const request = { ...first.question.request, path: path + search };
    const next = yield* probe({ ...first.question, rule: "redirect_with_other_query", subject: "other", request, below: "host" });
    if (!next || !isSamePlace(next.redirect, origin, pathname)) return null;
    last = next;
  }
  return first;
}

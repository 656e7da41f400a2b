import { trimSlashes } from "@/lib/base/trim-end";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import { type Evidence, type RedirectFindings, rootCell, type SearchFacts } from "@/lib/check/probe/findings";
import { isSilent, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { RESERVED } from "@/lib/check/probe/plan/send/reserved";
import { isManyAddresses, Planner } from "@/lib/check/probe/plan/send/send";
import { begin, joinAll, joinWithin, type Part, type Plan, prepare, resolve } from "@/lib/check/probe/plan/step";

/** The other addresses wait this long for the first answer. */
export const FIRST_ANSWER_MS = 1_000;
const MAX_REDIRECTS = 5;

const isRefusal = (seen: Observation | null): boolean => seen !== null && (seen.reading?.meaning === "blocked" || isSilent(seen));

/** Visitors that were refused where this one was redirected. */
function findRefusedBefore(
  { egress, agents, matrix }: Pick<Evidence, "egress" | "agents" | "matrix">,
  pass: Observation,
): RedirectFindings["refusedBefore"] {
  const { source, userAgent } = pass.question;
  const refused = matrix.entries().filter(({ cell, observation }) => egress.includes(cell.source) && isRefusal(observation));
  const elsewhere = refused.filter(({ cell }) => cell.userAgent === userAgent && cell.source !== source);
  const otherwise = refused.filter(({ cell }) => cell.source === source && agents.includes(cell.userAgent));
  const across = refused.filter(({ cell }) => cell.source !== source && agents.includes(cell.userAgent));
  const [list] = [elsewhere, otherwise, across].filter(({ length }) => length > 0);
  const [first] = list ?? [];
  if (!list || !first) return null;
  const open = list === across ? matrix.get({ ...first.cell, userAgent }) : null;
  return {
    pass: open ?? pass,
    fail: first.observation,
    addresses: list === otherwise ? [] : list.flatMap(({ cell }) => cell.source.address ?? []),
    userAgents: list === elsewhere ? [] : agents.filter((agent) => list.some(({ cell }) => cell.userAgent === agent)),
  };
}

/** Whether a redirect from https to http leads back to https. */
function* probeCircle(cells: Cells, seen: readonly (Observation | null)[], visited: ReadonlySet<string>): Plan<Observation | null> {
  const turning = yield* probeTurning(cells, seen);
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
  const there = yield* cells.send(
    cells.question({ subject: "root", method: "GET", userAgent: cells.setup.agents[0], source }, "redirect_to_http_and_back"),
  );
  journal.moveTo(secure);
  return there?.redirect?.location === root ? down : null;
}

/** Redirects that only change the query count as a loop after this many. */
const MAX_TURNS = 4;

const isSamePlace = (redirect: Observation["redirect"], origin: string, pathname: string): boolean =>
  redirect?.target?.origin === origin && new URL(redirect.location).pathname === pathname;

/** Whether redirects that only change the query go on without end. */
function* probeTurning(cells: Cells, seen: readonly (Observation | null)[]): Plan<Observation | null> {
  const { origin } = cells.journal.base.target;
  const { pathname } = new URL(cells.rootUrl);
  const first = seen.find((one) => one?.redirect?.kind === "path_changed" && isSamePlace(one.redirect, origin, pathname));
  if (!first) return null;
  let last = first;
  for (let turn = 0; turn < MAX_TURNS && last.redirect; turn += 1) {
    if (cells.isOver) return null;
    const { pathname: path, search } = new URL(last.redirect.location);
    const request = { ...first.question.request, path: path + search };
    const next = yield* cells.send({ ...first.question, rule: "redirect_with_other_query", subject: "other", request, below: "host" });
    if (!next || !isSamePlace(next.redirect, origin, pathname)) return null;
    last = next;
  }
  return first;
}

/** GET of the API's root from our addresses, through redirects within the site. */
export class RootBaseline extends Planner<Cells> {
  private readonly visited = new Set<string>();

  constructor(
    cells: Cells,
    private readonly facts: SearchFacts,
  ) {
    super(cells);
  }

  *baseline(): Plan<void> {
    const { visited } = this;
    visited.add(this.cells.rootUrl);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const seen = yield* this.probeRoots(hop === 0 ? "root_from_each_address" : "root_after_redirect");
      if (seen.some(passed)) return;
      const circling = yield* probeCircle(this.cells, seen, visited);
      if (circling) {
        this.facts.redirects.lost = { is: "loop", observation: circling };
        return;
      }
      const redirected = seen.find((observation) => observation?.redirect?.kind === "same_address");
      if (!redirected?.redirect) return;
      const { location } = redirected.redirect;
      if (visited.has(location) || hop === MAX_REDIRECTS) {
        this.facts.redirects.lost = { is: "loop", observation: redirected };
        return;
      }
      visited.add(location);
      if (!(yield* this.follow(location, redirected))) return;
    }
  }

  /** If the first address passes, concurrent-probes.ts requests the others with the other User-Agent; otherwise all are requested here. */
  *probeRoots(rule: AskRule): Plan<(Observation | null)[]> {
    const { egress, agents, journal, probes } = this.cells.setup;
    const ask = (source: Source) => this.cells.probe(rootCell(source, agents[0]), rule);
    const [own, next] = egress;
    const parts: Part<Observation | null>[] = [];
    const isPlenty = journal.requestsLeft > agents.length * (egress.length - 1) + RESERVED.afterRoots;
    if (own && next && probes.needsAllMethods && !journal.isBackingOff && isPlenty) {
      const first = yield* begin(ask(own));
      parts.push(first);
      yield* prepare(next);
      const soon = yield* joinWithin(FIRST_ANSWER_MS, first);
      // After a redirect, the other addresses are tried at its target.
      if (soon && (passed(soon) || soon.redirect?.kind === "same_address") && !journal.isBackingOff) return [soon];
    }
    for (const source of egress.slice(parts.length)) parts.push(yield* begin(ask(source)));
    return yield* joinAll(parts);
  }

  private *follow(location: string, redirected: Observation): Plan<boolean> {
    const { journal } = this.cells;
    const url = new URL(location);
    const rootPath = trimSlashes(new URL(this.cells.root.path, "http://root.invalid").pathname);
    const path = trimSlashes(url.pathname);
    if (!path.endsWith(rootPath)) return false;
    const basePath = path.slice(0, path.length - rootPath.length);
    const base = yield* resolve(url.origin + basePath);
    if (!base.ok) {
      this.facts.redirects.lost = { is: "dead", observation: redirected, failure: base.reason };
      return false;
    }
    if (base.value.target.baseUrl === journal.base.target.baseUrl)
      this.cells.root = { ...this.cells.root, path: url.pathname.slice(basePath.length) + url.search };
    else {
      yield* this.probeOthersBeforeRedirect(redirected);
      journal.moveTo(base.value);
    }
    this.facts.redirects.refusedBefore ??= findRefusedBefore(this.evidence, redirected);
    this.cells.ledger.matrix.clear();
    return true;
  }

  /** Before a redirect to another host or scheme: one request covers a second address and the other User-Agent. */
  private *probeOthersBeforeRedirect({ question: { source, userAgent } }: Observation): Plan<void> {
    const { egress, agents, journal } = this.cells.setup;
    if (!agents.includes(userAgent) || !egress.includes(source) || isManyAddresses(this.cells.setup)) return;
    const ask = (from: Source, agent: string) => this.cells.probe(rootCell(from, agent), "others_before_redirect");
    const otherAgent = agents.find((agent) => agent !== userAgent) ?? userAgent;
    const [other = source, ...further] = egress.filter((one) => one !== source);
    if (journal.isBackingOff) return;
    const seen = yield* ask(other, otherAgent);
    if (isRefusal(seen)) for (const [from, agent] of [[other, userAgent] as const, [source, otherAgent] as const]) yield* ask(from, agent);
    for (const one of further) yield* ask(one, userAgent);
  }

  /** All visitors were refused, but a contrast is redirected to the shop. */
  *followInstead(seen: Observation): Plan<boolean> {
    const { redirect } = seen;
    if (redirect?.kind !== "same_address" || this.facts.redirects.lost?.is === "loop" || this.visited.has(redirect.location)) return false;
    if (!(yield* this.follow(redirect.location, seen))) return false;
    yield* this.baseline();
    return true;
  }
}

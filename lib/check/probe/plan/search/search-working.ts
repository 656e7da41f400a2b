import { isForeign401 } from "@/lib/check/diagnosis/read-answer";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import { type Cell, rootCell, type SearchFacts } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isUnansweredInTime, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { planContrasts } from "@/lib/check/probe/plan/search/plan-contrasts";
import { FIRST_ANSWER_MS, RootBaseline } from "@/lib/check/probe/plan/search/root-baseline";
import { probeApiAbove, searchApi, searchSiblingPaths } from "@/lib/check/probe/plan/search/search-api";
import { type Cells, probeTroubledAgain } from "@/lib/check/probe/plan/send/cells";
import { HOME_PAGE } from "@/lib/check/probe/plan/send/requests";
import { Planner } from "@/lib/check/probe/plan/send/send";
import { atUnseenAddress } from "@/lib/check/probe/plan/send/still-passing";
import { begin, join, joinWithin, type Plan } from "@/lib/check/probe/plan/step";
import { MAY_STAND_FOR_401, signatureOf } from "@/lib/check/probe/refusals";
import { BROWSER_AGENT } from "@/lib/connectors/egress/user-agents";
import { detectFromPage } from "@/lib/connectors/probes";

/** Meanings of answers from servers that hide the API's index from guests. */
const HIDING: ReadonlySet<string> = new Set(["blocked", "not_found", "page"]);

/** Refusals that a key may lift, unlike a password, a challenge or a limit. */
const mayWantKey = (root: Observation | null): boolean =>
  root?.reading?.meaning === "blocked" ||
  root?.reading?.meaning === "maintenance" ||
  root?.reading?.reason === "login_page" ||
  root?.redirect?.kind === "path_changed";

const mayStandForKey = (root: Observation | null): boolean => MAY_STAND_FOR_401.has(root?.reading?.meaning ?? "");

/** Searches for a request that passes: from every address, after redirects, with a key, as another visitor. */
class WorkingSearch extends Planner<Cells> {
  private isAskedBesideRoot = false;
  private readonly root: RootBaseline;

  constructor(
    cells: Cells,
    private readonly facts: SearchFacts,
  ) {
    super(cells);
    this.root = new RootBaseline(cells, facts);
  }

  *probe(): Plan<Cell | null> {
    yield* this.root.baseline();
    this.cells.noteLimit();
    yield* this.probeHomePageBehind401();
    const { egress, agents } = this.evidence;
    const found =
      (yield* this.probeBehindKey(egress[0], agents[0])) ??
      (yield* this.probeBesideClosed()) ??
      (yield* this.probeUntilOnePasses()) ??
      (yield* this.probeBesideRoot()) ??
      // The visitor tried first may itself be refused.
      (yield* this.probeBehindKey(egress.at(-1), agents[1]));
    if (!found) yield* this.probeHomePageAfterSilence();
    return found;
  }

  /** Some shops answer 401 to every request without a key; that is normal if the home page belongs to the shop. */
  private *probeHomePageBehind401(): Plan<void> {
    const { journal } = this.cells;
    const { egress, agents, probes, shopSystem, matrix } = this.evidence;
    const roots = egress.map((source) => matrix.get(rootCell(source, agents[0])));
    const plain = roots[0];
    const isForeign = (one: Observation | null): boolean => Boolean(one?.answer && one.reading && isForeign401(one.reading, one.answer));
    if (!probes.asksKeyFirst || !plain || !roots.every(isForeign)) return;
    const page = yield* this.cells.send({ ...plain.question, rule: "home_page_behind_401", subject: "home", request: HOME_PAGE });
    this.facts.location.homePage = page;
    if (!page?.answer || page.answer.status >= 400 || detectFromPage(page.answer)?.shopSystem !== shopSystem) return;
    journal.observer.treat401AsShop = true;
    journal.relax();
    const [first = plain, ...others] = roots.filter((one) => one !== null).map((one) => journal.readAgain(one));
    this.cells.ledger.matrix.clear();
    for (const one of [first, ...others]) this.cells.keep(rootCell(one.question.source, agents[0]), one);
    this.cells.ledger.server.substitutedPage = { plain: first, open: null };
  }

  /** If a key passes, all later requests carry it. Tried on orders, since WooCommerce checks keys only there. */
  private *probeBehindKey(source: Source | undefined, userAgent: string): Plan<Cell | null> {
    const { withKey } = this.cells.setup;
    const { egress, agents, probes, matrix } = this.evidence;
    if (!source || !withKey || !probes.needsAllMethods || this.cells.isOver) return null;
    const roots = egress.map((source) => matrix.get(rootCell(source, agents[0])));
    const mayBe = (root: Observation | null): boolean => mayWantKey(root) || (probes.asksKeyFirst && mayStandForKey(root));
    if (!roots.every(mayBe)) return null;
    const cell: Cell = { ...rootCell(source, userAgent), subject: "resource" };
    const seen = yield* this.cells.send(this.cells.keyed(this.cells.question(cell, "orders_with_key")));
    if (!seen || !passed(seen)) {
      this.facts.refusedWithKey ??= seen;
      return null;
    }
    this.cells.addCredentialsEverywhere = withKey;
    this.takeAsRoot(cell, seen);
    yield* this.root.probeRoots("addresses_with_key");
    return yield* this.probeUntilOnePasses();
  }

  /** From now on the resource is used as the root. */
  private takeAsRoot(cell: Cell, resource: Observation): void {
    this.cells.root = this.evidence.probes.resource("GET");
    this.cells.ledger.matrix.clear();
    for (const subject of ["root", "resource"] as const) this.cells.keep({ ...cell, subject }, resource);
    // The root's answer was not a refusal.
    this.cells.journal.relax();
  }

  private get roots(): Observation[] {
    const { egress, agents } = this.evidence;
    return egress.flatMap((source) => this.evidence.matrix.get(rootCell(source, agents[0])) ?? []);
  }

  /** The root answers no client: tries the resource, then the home page. */
  private *probeBesideClosed(): Plan<Cell | null> {
    const { roots } = this;
    const [first] = roots;
    // Plugins often close only WordPress' own routes. After other refusals, one more request could cause a ban.
    const isAboutRoot = ({ reading }: Observation): boolean =>
      reading?.api?.says === "closed_by_plugin" || reading?.meaning === "not_found";
    if (first && roots.every(isAboutRoot)) return yield* this.probeBesideRoot();
    if (!first || !roots.every(isClosedUnanswered)) return null;
    const beside = yield* this.probeBesideRoot();
    if (!beside) yield* searchSiblingPaths(this.cells, this.facts, first.question.source);
    return beside;
  }

  /** Each timeout takes ten seconds, so the home page comes last. */
  private *probeHomePageAfterSilence(): Plan<void> {
    const { roots } = this;
    const [first] = roots;
    if (first && roots.every(isUnansweredInTime)) yield* searchSiblingPaths(this.cells, this.facts, first.question.source);
  }

  /** Changes one thing at a time until a request passes. */
  private *probeUntilOnePasses(): Plan<Cell | null> {
    const { egress, agents } = this.evidence;
    const [own] = egress;
    if (!own) return null;
    const plain = egress.map((source) => rootCell(source, agents[0]));
    const passing = (): Cell | null => plain.find((cell) => this.evidence.matrix.passes(cell)) ?? null;
    yield* probeTroubledAgain(this.cells);
    const known = passing();
    if (known) return known;
    if (this.facts.redirects.lost?.is === "dead") return null;
    const { tries, isSlow } = planContrasts(this.evidence, own);
    if (isSlow) yield* this.probeTogether(tries);
    for (const [cell, rule] of tries) {
      const seen = yield* this.cells.probe(cell, rule);
      // Redirected within the site (https comes before most rules): the rule may apply there too.
      if (seen && (yield* this.root.followInstead(seen))) return yield* this.probeUntilOnePasses();
      if (!passed(seen)) continue;
      yield* probeTroubledAgain(this.cells);
      return passing() ?? cell;
    }
    return yield* this.probeBehindCache([...plain.slice(1), ...tries.map(([cell]) => cell)]);
  }

  /** All visitors got the same refusal: a cache may have stored the first one. */
  private *probeBehindCache(others: readonly Cell[]): Plan<Cell | null> {
    const { matrix } = this.evidence;
    const [first, ...more] = matrix.entries().map(({ observation }) => observation);
    const farthest = others.find(({ source, userAgent }) => source.kind === "control" && userAgent === BROWSER_AGENT) ?? others.at(-1);
    const isKept = first?.answer && first.reading?.meaning === "blocked" && more.every((one) => signatureOf(one) === signatureOf(first));
    if (!isKept || !farthest || this.facts.redirects.lost?.is === "loop") return null;
    const { cells } = this;
    const { root } = cells;
    let count = 0;
    function* ask(cell: Cell): Plan<boolean> {
      count += 1;
      const request = atUnseenAddress(root, count);
      const seen = yield* cells.send(cells.question(cell, "refused_root_unseen_address", request));
      if (!seen || !passed(seen)) return false;
      cells.root = request;
      cells.ledger.matrix.clear();
      cells.keep(cell, seen);
      return true;
    }
    if (!(yield* ask(farthest))) return null;
    let found = farthest;
    for (const cell of others)
      if (cell !== farthest && (yield* ask(cell))) {
        found = cell;
        break;
      }
    this.cells.probeAtUnseen(root, count);
    return found;
  }

  /** Each timeout takes ten seconds, so the second request is sent while the first is pending. */
  private *probeTogether([one, other]: readonly (readonly [Cell, AskRule])[]): Plan<void> {
    if (!one || !other) return;
    const first = yield* begin(this.cells.probe(...one));
    const soon = yield* joinWithin(FIRST_ANSWER_MS, first);
    if (!soon) yield* this.cells.probe(...other);
    yield* join(first);
  }

  /** Some servers hide only the API's index: orders then replace the root. */
  private *probeBesideRoot(): Plan<Cell | null> {
    const { egress, agents, probes, matrix } = this.evidence;
    const isHidden = (root: Observation | null): boolean =>
      root !== null && (HIDING.has(root.reading?.meaning ?? "pass") || isClosedUnanswered(root));
    const source = egress.find((one) => isHidden(matrix.get(rootCell(one, agents[0]))));
    if (!source || this.facts.redirects.lost?.is === "loop" || !probes.needsAllMethods || this.isAskedBesideRoot) return null;
    this.isAskedBesideRoot = true;
    const resource = yield* this.cells.send(
      this.cells.question({ ...rootCell(source, agents[0]), subject: "resource" }, "orders_beside_root"),
    );
    if (!resource || !passed(resource)) return null;
    this.takeAsRoot(rootCell(source, agents[0]), resource);
    yield* this.root.probeRoots("addresses_at_orders");
    return yield* this.probeUntilOnePasses();
  }
}

/** Searches for a cell that passes, or for where the API is instead. */
export function* searchWorking(cells: Cells): Plan<SearchFacts> {
  const facts: SearchFacts = {
    working: null,
    location: { homePage: null, elsewhere: null },
    redirects: { lost: null, refusedBefore: null },
    refusedWithKey: null,
  };
  const working = yield* new WorkingSearch(cells, facts).probe();
  const elsewhere = yield* working ? probeApiAbove(cells, working) : searchApi(cells, facts);
  return { ...facts, working: elsewhere ? null : working, location: { ...facts.location, elsewhere } };
}

import { isForeign401 } from "@/lib/check/diagnosis/read-answer";
import { askTroubledAgain } from "@/lib/check/probe/ask-again";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import { atUnseenAddress } from "@/lib/check/probe/clean-roots";
import type { ExperimentInput } from "@/lib/check/probe/experiment-input";
import { findCircle } from "@/lib/check/probe/find-redirect-loop";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isSilent, isUnansweredInTime, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { planContrasts } from "@/lib/check/probe/plan-contrasts";
import { MAY_STAND_FOR_401, signatureOf } from "@/lib/check/probe/refusals";
import { searchSiblingPaths } from "@/lib/check/probe/search-api";
import { detectFromPage } from "@/lib/connectors/detect";
import { BROWSER_AGENT } from "@/lib/connectors/egress/browser-agent";
import { getRequest } from "@/lib/connectors/shop-probes";

/** What a server that keeps strangers from the index of an API says, where it says anything. */
const HIDING: ReadonlySet<string> = new Set(["blocked", "not_found", "page"]);
/** A first answer that takes longer is not waited for before the other addresses ask. */
const SOON_MS = 1_000;
const MAX_REDIRECTS = 5;
/** More addresses than these are not asked where one of them was sent on from. */
const FEW_ADDRESSES = 3;
/** Second names of the first pair, methods twice with their repeats, header and keys. */
const ENOUGH_FOR_THE_REST = 14;

/** What a shop says that wants nobody without a key; a password, a puzzle or a limit is about something else. */
const mayWantKey = (root: Observation | null): boolean =>
  root?.reading?.meaning === "blocked" ||
  root?.reading?.meaning === "maintenance" ||
  root?.reading?.reason === "login_page" ||
  root?.redirect?.kind === "path_changed";

/** What a server may have put in the place of the 401 of a shop that says nothing else to whoever brings no key. */
const mayStandForKey = (root: Observation | null): boolean => MAY_STAND_FOR_401.has(root?.reading?.meaning ?? "");

/** Turned away in so many words, or left without any. */
const isRefusal = (seen: Observation | null): boolean => seen !== null && (seen.reading?.meaning === "blocked" || isSilent(seen));

/** The way to a request that passes: the root from every address, after redirects, behind a 401 or with a key, and by whom else. */
export class WorkingSearch {
  private isAskedBesideRoot = false;
  /** Addresses of the root that a redirect led to, and the first one. */
  private readonly visited = new Set<string>();

  constructor(
    private readonly input: ExperimentInput,
    private readonly findings: Findings,
    private readonly cells: CellExecutor,
  ) {}

  /** A request that passes, around which everything else is asked; null when nothing passes. */
  async find(): Promise<Cell | null> {
    await this.baseline();
    this.cells.noteLimit();
    await this.askHomePageBehind401();
    const { egress, agents } = this.input;
    const found =
      (await this.findBehindKey(egress[0], agents[0])) ??
      (await this.findBesideClosed()) ??
      (await this.findWorking("root")) ??
      (await this.findBesideRoot()) ??
      // The first of us may be refused besides.
      (await this.findBehindKey(egress.at(-1), agents[1]));
    if (!found) await this.askHomePageAfterSilence();
    return found;
  }

  /** GET of the root from each published address, and after redirects within the site again. */
  private async baseline(): Promise<void> {
    const { visited } = this;
    visited.add(this.cells.rootUrl);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const seen = await this.askRoots(hop === 0 ? "root_from_each_address" : "root_after_redirect");
      if (seen.some(passed)) return;
      const circling = await findCircle(this.input, this.cells, seen, visited);
      if (circling) {
        this.findings.redirects.redirectLoop = circling;
        return;
      }
      const redirected = seen.find((observation) => observation?.redirect?.kind === "same_address");
      if (!redirected?.redirect) return;
      const { location } = redirected.redirect;
      if (visited.has(location) || hop === MAX_REDIRECTS) {
        this.findings.redirects.redirectLoop = redirected;
        return;
      }
      visited.add(location);
      if (!(await this.follow(location, redirected))) return;
    }
  }

  /**
   * From the first address; once that has passed the rest is left for `probeConcurrently`, where other addresses ask under the other name. Else, or while the
   * first one waits, from each of them, as many at a time as are allowed; and where requests are short: then one answer for each address comes first.
   */
  private async askRoots(rule: AskRule): Promise<(Observation | null)[]> {
    const { egress, agents, asker, probes } = this.input;
    const ask = (source: Source) => this.cells.cell(this.rootCell(source, agents[0]), rule);
    const [own, next] = egress;
    const begun = new Map<Source, Promise<Observation | null>>();
    const isPlenty = asker.requestsLeft > agents.length * (egress.length - 1) + ENOUGH_FOR_THE_REST;
    if (own && next && probes.needsAllMethods && !asker.isBackingOff && isPlenty) {
      const first = ask(own);
      begun.set(own, first);
      asker.prepare(next);
      const soon = await asker.within(SOON_MS, first);
      // Sent on to https or another name of the site, the others are asked there.
      if (soon && (passed(soon) || soon.redirect?.kind === "same_address") && !asker.isBackingOff) return [soon];
    }
    return Promise.all(egress.map((source) => begun.get(source) ?? ask(source)));
  }

  private async follow(location: string, redirected: Observation): Promise<boolean> {
    const { asker } = this.input;
    const url = new URL(location);
    const rootPath = new URL(this.cells.root.path, "http://root.invalid").pathname.replace(/\/+$/, "");
    const path = url.pathname.replace(/\/+$/, "");
    if (!path.endsWith(rootPath)) return false;
    const basePath = path.slice(0, path.length - rootPath.length);
    const base = await this.input.openBase(url.origin + basePath);
    if (!base.ok) {
      this.findings.redirects.deadRedirect = { observation: redirected, failure: base.reason };
      return false;
    }
    if (base.value.target.baseUrl === asker.base.target.baseUrl)
      this.cells.root = { ...this.cells.root, path: url.pathname.slice(basePath.length) + url.search };
    else {
      await this.askOthersBeforeRedirect(redirected);
      asker.moveTo(base.value);
    }
    this.noteRefused(redirected);
    this.findings.matrix.clear();
    return true;
  }

  /**
   * Somebody was sent on to another host or scheme: who else of ours is, before that is followed? A second address under the other name tells of both by
   * one request; what it is refused the two between them tell apart.
   */
  private async askOthersBeforeRedirect({ question: { source, userAgent } }: Observation): Promise<void> {
    const { egress, agents, asker } = this.input;
    if (!agents.includes(userAgent) || !egress.includes(source) || egress.length > FEW_ADDRESSES) return;
    const ask = (who: Source, name: string) => this.cells.cell(this.rootCell(who, name), "others_before_redirect");
    const name = agents.find((agent) => agent !== userAgent) ?? userAgent;
    const [other = source, ...further] = egress.filter((one) => one !== source);
    // A refusal that is met here already is what there is to know.
    if (asker.isBackingOff) return;
    const seen = await ask(other, name);
    if (isRefusal(seen)) for (const [who, agent] of [[other, userAgent] as const, [source, name] as const]) await ask(who, agent);
    for (const one of further) await ask(one, userAgent);
  }

  /** Whoever else of ours was refused where this one was sent on: the others of its name, its other names, or only both together. */
  private noteRefused(pass: Observation): void {
    const { egress, agents } = this.input;
    const { source, userAgent } = pass.question;
    const refused = this.findings.matrix
      .entries()
      .filter(({ cell, observation }) => egress.includes(cell.source) && isRefusal(observation));
    const elsewhere = refused.filter(({ cell }) => cell.userAgent === userAgent && cell.source !== source);
    const otherwise = refused.filter(({ cell }) => cell.source === source && agents.includes(cell.userAgent));
    const across = refused.filter(({ cell }) => cell.source !== source && agents.includes(cell.userAgent));
    const [list] = [elsewhere, otherwise, across].filter(({ length }) => length > 0);
    const [first] = list ?? [];
    if (!list || !first) return;
    const beside = list === across ? this.findings.matrix.get({ ...first.cell, userAgent }) : null;
    this.findings.redirects.refusedBefore ??= {
      pass: beside ?? pass,
      fail: first.observation,
      addresses: list === otherwise ? [] : list.flatMap(({ cell }) => cell.source.address ?? []),
      userAgents: list === elsewhere ? [] : agents.filter((agent) => list.some(({ cell }) => cell.userAgent === agent)),
    };
  }

  private rootCell(source: Source, userAgent: string): Cell {
    return { subject: "root", method: "GET", userAgent, source };
  }

  /**
   * Some shops say 401 to whoever brings no key, and nothing else; some servers put a page of their own in its place. What is seen then is what
   * would be seen of a healthy shop: where the home page is that of the shop, the page counts as the shop's word.
   */
  private async askHomePageBehind401(): Promise<void> {
    const { egress, agents, asker, probes, platform } = this.input;
    const { matrix } = this.findings;
    const roots = egress.map((source) => matrix.get(this.rootCell(source, agents[0])));
    const plain = roots[0];
    const isForeign = (one: Observation | null): boolean => Boolean(one?.answer && one.reading && isForeign401(one.reading, one.answer));
    if (!probes.asksKeyFirst || !plain || !roots.every(isForeign)) return;
    const home = { ...getRequest("/"), headers: [["Accept", "text/html,*/*;q=0.8"]] as const };
    const page = await this.cells.once({ ...plain.question, rule: "home_page_behind_401", subject: "home", request: home });
    this.findings.location.homePage = page;
    if (!page?.answer || page.answer.status >= 400 || detectFromPage(page.answer)?.platform !== platform) return;
    asker.observer.treat401AsShop = true;
    asker.relax();
    const [first = plain, ...others] = roots.filter((one) => one !== null).map((one) => asker.readAgain(one));
    matrix.clear();
    for (const one of [first, ...others]) this.cells.keep(this.rootCell(one.question.source, agents[0]), one);
    this.findings.server.substitutedPage = { plain: first, open: null };
  }

  /**
   * Some shops answer nobody who brings no key, and work with one all the same. Where ours is let through, it is on everything from then on. It is
   * tried on the resource: WooCommerce looks at keys below its own addresses alone.
   */
  private async findBehindKey(source: Source | undefined, userAgent: string): Promise<Cell | null> {
    const { egress, agents, probes, withKey } = this.input;
    const { matrix } = this.findings;
    if (!source || !withKey || !probes.needsAllMethods || this.cells.isOver) return null;
    const roots = egress.map((source) => matrix.get(this.rootCell(source, agents[0])));
    const mayBe = (root: Observation | null): boolean => mayWantKey(root) || (probes.asksKeyFirst && mayStandForKey(root));
    if (!roots.every(mayBe)) return null;
    const request = withKey(probes.resource("GET"));
    if (!request) return null;
    const cell: Cell = { ...this.rootCell(source, userAgent), subject: "resource" };
    const seen = await this.cells.once({ ...this.cells.question(cell, "orders_with_key"), request, credential: "key" });
    if (!seen || !passed(seen)) return null;
    this.cells.addCredentialsEverywhere = withKey;
    this.findings.key.isBehindKey = true;
    this.takeAsRoot(cell, seen);
    await this.askRoots("addresses_with_key");
    return this.findWorking("root");
  }

  /** The resource is asked for in the root's place from now on: so it was already, by whoever this passed for. */
  private takeAsRoot(cell: Cell, resource: Observation): void {
    this.cells.root = this.input.probes.resource("GET");
    this.findings.matrix.clear();
    for (const subject of ["root", "resource"] as const) this.cells.keep({ ...cell, subject }, resource);
    // What the root said was no refusal of anybody.
    this.input.asker.relax();
  }

  /** What became of the root, from each address that asked. */
  private get roots(): Observation[] {
    const { egress, agents } = this.input;
    return egress.flatMap((source) => this.findings.matrix.get(this.rootCell(source, agents[0])) ?? []);
  }

  /** The root is closed to everybody without an answer. Before much is asked in vain: are orders answered for, and is the shop window open? */
  private async findBesideClosed(): Promise<Cell | null> {
    const { roots } = this;
    const [first] = roots;
    // Many plugins close WordPress' own part alone, and what is not there is seldom about somebody. Not after any other refusal: where it is about
    // a name, something may count it, and one question more under that name brings the ban closer.
    const isAboutRoot = ({ reading }: Observation): boolean =>
      reading?.api?.says === "closed_by_plugin" || reading?.meaning === "not_found";
    if (first && roots.every(isAboutRoot)) return this.findBesideRoot();
    if (!first || !roots.every(isClosedUnanswered)) return null;
    const beside = await this.findBesideRoot();
    if (!beside) await this.askHomePage(first);
    return beside;
  }

  /** Nobody got an answer in time: does the shop window answer? Each such question takes ten seconds, so it comes last. */
  private async askHomePageAfterSilence(): Promise<void> {
    const { roots } = this;
    const [first] = roots;
    if (first && roots.every(isUnansweredInTime)) await this.askHomePage(first);
  }

  private askHomePage({ question }: Observation): Promise<void> {
    return searchSiblingPaths(this.input, this.findings, question.source, (asked) => this.cells.once(asked));
  }

  /** A request that passes, looked for by changing one thing at a time; null when nothing passes. */
  private async findWorking(subject: Cell["subject"]): Promise<Cell | null> {
    const { egress, agents } = this.input;
    const [own] = egress;
    if (!own) return null;
    const at = (source: Source, userAgent: string): Cell => ({ subject, method: "GET", userAgent, source });
    const passing = (): Cell | null =>
      egress.map((source) => at(source, agents[0])).find((cell) => this.findings.matrix.passes(cell)) ?? null;
    await askTroubledAgain(this.cells, this.findings);
    const known = passing();
    if (known) return known;
    if (this.findings.redirects.deadRedirect) return null;
    const { tries, isSlow } = planContrasts(this.findings, own, subject);
    if (isSlow) await this.askTogether(tries);
    for (const [cell, rule] of tries) {
      const seen = await this.cells.cell(cell, rule);
      // Whom the rule lets pass is sent on within the site, as https is before most rules: the same rule stands there as well, or does not.
      if (seen && (await this.followInstead(seen))) return this.findWorking(subject);
      if (!passed(seen)) continue;
      await askTroubledAgain(this.cells, this.findings);
      return passing() ?? cell;
    }
    const rest = egress.filter((source) => source !== own).map((source) => at(source, agents[0]));
    return subject === "root" ? this.findBehindCache([...rest, ...tries.map(([cell]) => cell)]) : null;
  }

  /**
   * Everybody was refused in the same words: perhaps a cache keeps what it told the first of us. Whoever is let in at an address that nobody asked for is asked
   * for there, and the others after them.
   */
  private async findBehindCache(others: readonly Cell[]): Promise<Cell | null> {
    const { matrix } = this.findings;
    const [first, ...more] = matrix.entries().map(({ observation }) => observation);
    const farthest = others.find(({ source, userAgent }) => source.kind === "control" && userAgent === BROWSER_AGENT) ?? others.at(-1);
    const isKept = first?.answer && first.reading?.meaning === "blocked" && more.every((one) => signatureOf(one) === signatureOf(first));
    if (!isKept || !farthest || this.findings.redirects.redirectLoop) return null;
    const root = this.cells.root;
    let count = 0;
    const ask = async (cell: Cell): Promise<boolean> => {
      count += 1;
      const request = atUnseenAddress(root, count);
      const seen = await this.cells.once(this.cells.question(cell, "refused_root_unseen_address", request));
      if (!seen || !passed(seen)) return false;
      this.cells.root = request;
      matrix.clear();
      this.cells.keep(cell, seen);
      return true;
    };
    if (!(await ask(farthest))) return null;
    let found = farthest;
    for (const cell of others)
      if (cell !== farthest && (await ask(cell))) {
        found = cell;
        break;
      }
    this.cells.askAtUnseen(root, count);
    return found;
  }

  /** The second of them while the first one waits: each silence takes ten seconds of the minute that a check has. */
  private async askTogether([one, other]: readonly (readonly [Cell, AskRule])[]): Promise<void> {
    if (!one || !other) return;
    const first = this.cells.cell(...one);
    const soon = await this.input.asker.within(SOON_MS, first);
    if (!soon) await this.cells.cell(...other);
    await first;
  }

  /** All of ours were refused where somebody else is sent on to the shop. */
  private async followInstead(seen: Observation): Promise<boolean> {
    const { redirect } = seen;
    if (redirect?.kind !== "same_address" || this.findings.redirects.redirectLoop || this.visited.has(redirect.location)) return false;
    if (!(await this.follow(redirect.location, seen))) return false;
    await this.baseline();
    return true;
  }

  /** Some servers hide the API's index alone. Orders are what counts: where they are answered for, they take the root's place. */
  private async findBesideRoot(): Promise<Cell | null> {
    const { egress, agents, probes } = this.input;
    const { matrix } = this.findings;
    const { redirectLoop } = this.findings.redirects;
    const isHidden = (root: Observation | null): boolean =>
      root !== null && (HIDING.has(root.reading?.meaning ?? "pass") || isClosedUnanswered(root));
    const source = egress.find((one) => isHidden(matrix.get(this.rootCell(one, agents[0]))));
    if (!source || redirectLoop || !probes.needsAllMethods || this.isAskedBesideRoot) return null;
    this.isAskedBesideRoot = true;
    const resource = await this.cells.once(
      this.cells.question({ ...this.rootCell(source, agents[0]), subject: "resource" }, "orders_beside_root"),
    );
    if (!resource || !passed(resource)) return null;
    this.takeAsRoot(this.rootCell(source, agents[0]), resource);
    await this.askRoots("addresses_at_orders");
    return this.findWorking("root");
  }
}

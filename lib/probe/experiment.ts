import type { Result } from "@/lib/base/result";
import { isForeign401 } from "@/lib/diagnosis/read-answer";
import { BROWSER_AGENT } from "@/lib/egress/browser-agent";
import type { NetFailure } from "@/lib/net/failures";
import type { Asker, Base } from "@/lib/probe/asker";
import { CellAsker } from "@/lib/probe/cell-asker";
import { findCircle } from "@/lib/probe/find-circle";
import { type Cell, type Findings, Matrix } from "@/lib/probe/findings";
import { withoutKey } from "@/lib/probe/keys/without-key";
import { type Identity, METHODS, MethodRounds, worthMost } from "@/lib/probe/method-rounds";
import { type Observation, type Purpose, passed, type Question, type Source } from "@/lib/probe/observation";
import { askAboutRule } from "@/lib/probe/rule-questions";
import { isAddressOfApi, searchApi } from "@/lib/probe/search-api";
import { detectFromPage } from "@/lib/shops/detect";
import type { Platform } from "@/lib/shops/platforms";
import { getRequest, type ProbeRequest, type ShopProbes } from "@/lib/shops/shop-probes";

export interface ExperimentInput {
  asker: Asker;
  platform: Platform;
  probes: ShopProbes;
  agents: readonly [string, string];
  egress: readonly Source[];
  control: Source | null;
  /** Puts the keys on a request as the connector does; null without keys. They will be tested at the end, with requests of their own. */
  withKey: ((request: ProbeRequest) => ProbeRequest | null) | null;
  /** Resolves and guards the address that a redirect within the site leads to. */
  openBase(url: string): Promise<Result<Base, NetFailure>>;
}

/** Nothing was sent: no name was heard, so another one changes nothing. */
const isUnheard = (observation: Observation | null): boolean =>
  observation === null || (observation.failure !== null && observation.failure.phase !== "answer");

/** What a server that keeps strangers from the index of an API says. */
const HIDING: ReadonlySet<string> = new Set(["blocked", "not_found", "page"]);
/** A first answer that takes longer is not waited for before the other addresses ask. */
const SOON_MS = 1_000;
const MAX_REDIRECTS = 5;
const AT_ONCE = 2;
/** Second names of the first pair, methods twice with their repeats, header and keys. */
const ENOUGH_FOR_THE_REST = 14;
const HEALTHY_REQUESTS = 12;
/** Four methods, the header and keys, and something to look closer with. */
const ENOUGH_FOR_A_THIRD = 10;
/** The header, reading and writing. */
const ENOUGH_FOR_KEYS = 3;
/** Requests of the first round. */
const FIRST_ROUND = 5;
/** More addresses than these cannot be asked all methods each. */
const FEW_ADDRESSES = 3;
/** Which methods each of many addresses is asked, one after the other: what servers refuse most, and one of the others. */
const SHARES = [
  ["PATCH", "OPTIONS"],
  ["PATCH", "DELETE"],
  ["PATCH", "POST"],
] as const;

/** What a shop says that wants nobody without a key; a password, a puzzle or a limit is about something else. */
const mayWantKey = (root: Observation | null): boolean =>
  root?.reading?.meaning === "blocked" ||
  root?.reading?.meaning === "maintenance" ||
  root?.reading?.reason === "login_page" ||
  root?.redirect?.kind === "path_changed";

/**
 * Asks a shop what it lets through. Baseline, then the factors one at a time around a request that passed: User-Agents, addresses,
 * methods. Contrasts are asked only where something failed. Everything is written into the findings; nothing is concluded here.
 */
export class Experiment {
  readonly findings: Findings;
  private readonly cells: CellAsker;
  private rounds: MethodRounds | null = null;
  /** The second of us that all methods were asked as. */
  private other: Identity | null = null;
  /** Pairs of name and address that no request was made as yet: what comes next is, each as one of them. */
  private unseen: Identity[] = [];

  constructor(private readonly input: ExperimentInput) {
    const { platform, probes, agents, egress, control } = input;
    this.findings = {
      platform,
      probes,
      agents,
      egress,
      control,
      matrix: new Matrix(),
      working: null,
      homePage: null,
      place: null,
      otherPlatform: null,
      redirectLoop: null,
      deadRedirect: null,
      canary: null,
      cached: null,
      replaced: null,
      losesQuery: false,
      read: null,
      write: null,
      refusedName: null,
      isBehindKey: false,
      unkeyed: [],
      limited: null,
      banned: null,
      ruleQuestions: null,
      keys: [],
    };
    this.cells = new CellAsker(input.asker, this.findings, probes.root);
  }

  get isStopped(): boolean {
    return this.cells.isOver;
  }

  async run(): Promise<Findings> {
    await this.baseline();
    this.cells.endAtLimit();
    await this.lookBehind401();
    const { egress, agents } = this.input;
    const anchor =
      (await this.findBehindKey(egress[0], agents[0])) ??
      (await this.findWorking("root")) ??
      (await this.findBesideRoot()) ??
      // The first of us may be refused besides.
      (await this.findBehindKey(egress.at(-1), agents[1]));
    const ask = (question: Question) => this.askOnce(question);
    if (!anchor) await searchApi(this.input, this.findings, ask);
    else if (!(await isAddressOfApi(this.input, this.findings, anchor, ask))) await this.aroundWorking(anchor);
    return this.findings;
  }

  /** Begins at one of us of whom it is known that it passed: does it still? */
  async startAt(identity: Identity): Promise<boolean> {
    const cell: Cell = { ...identity, subject: "root", method: "GET" };
    if (!passed(await this.cells.cell(cell, "repeat"))) return false;
    this.findings.working = cell;
    this.other = identity;
    return true;
  }

  /** GET of the root from each published address, and after redirects within the site again. */
  private async baseline(): Promise<void> {
    const visited = new Set<string>([this.cells.rootUrl]);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const first = hop === 0 ? "baseline" : "redirect";
      const seen = await this.askRoots(first);
      if (seen.some(passed)) return;
      const circling = await findCircle(this.input, this.cells, seen, visited);
      if (circling) {
        this.findings.redirectLoop = circling;
        return;
      }
      const redirected = seen.find((observation) => observation?.redirect?.kind === "same_site");
      if (!redirected?.redirect) return;
      const { location } = redirected.redirect;
      if (visited.has(location) || hop === MAX_REDIRECTS) {
        this.findings.redirectLoop = redirected;
        return;
      }
      visited.add(location);
      if (!(await this.follow(location, redirected))) return;
    }
  }

  /**
   * From the first address; once that has passed the rest is left for `hurry`, where other addresses ask under the other name. Else, or while the
   * first one waits, from each of them, two at a time; and where requests are short: then one answer for each address comes first.
   */
  private async askRoots(purpose: Purpose): Promise<(Observation | null)[]> {
    const { egress, agents, asker, probes } = this.input;
    const ask = (source: Source) => this.cells.cell(this.rootCell(source, agents[0]), purpose);
    const [own, next] = egress;
    const begun = new Map<Source, Promise<Observation | null>>();
    const isPlenty = asker.requestsLeft > agents.length * (egress.length - 1) + ENOUGH_FOR_THE_REST;
    if (own && next && probes.needsAllMethods && !asker.isCareful && isPlenty) {
      const first = ask(own);
      begun.set(own, first);
      asker.prepare(next);
      const soon = await Promise.race([first, asker.waitMs(SOON_MS)]);
      if (soon && passed(soon) && !asker.isCareful) return [soon];
    }
    const seen: (Observation | null)[] = [];
    for (let at = 0; at < egress.length; at += AT_ONCE) {
      const pair = egress.slice(at, at + AT_ONCE);
      seen.push(...(await Promise.all(pair.map((source) => begun.get(source) ?? ask(source)))));
    }
    return seen;
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
      this.findings.deadRedirect = { observation: redirected, failure: base.reason };
      return false;
    }
    if (base.value.target.baseUrl === asker.base.target.baseUrl)
      this.cells.root = { ...this.cells.root, path: url.pathname.slice(basePath.length) + url.search };
    else asker.moveTo(base.value);
    this.findings.matrix.clear();
    return true;
  }

  private rootCell(source: Source, userAgent: string): Cell {
    return { subject: "root", method: "GET", userAgent, source };
  }

  private async askOnce(question: Question): Promise<Observation | null> {
    return this.isStopped ? null : this.input.asker.ask(question, { fresh: this.input.asker.isCareful });
  }

  /**
   * Some shops say 401 to whoever brings no key, and nothing else; some servers put a page of their own in its place. What is seen then is what
   * would be seen of a healthy shop: where the home page is that of the shop, the page counts as the shop's word.
   */
  private async lookBehind401(): Promise<void> {
    const { egress, agents, asker, probes, platform } = this.input;
    const { matrix } = this.findings;
    const roots = egress.map((source) => matrix.get(this.rootCell(source, agents[0])));
    const plain = roots[0];
    const isForeign = (one: Observation | null): boolean => Boolean(one?.answer && one.reading && isForeign401(one.reading, one.answer));
    if (!probes.asksKeyFirst || !plain || !roots.every(isForeign)) return;
    const home = { ...getRequest("/"), headers: [["Accept", "text/html,*/*;q=0.8"]] as const };
    const page = await this.askOnce({ ...plain.question, purpose: "home_page", subject: "home", request: home });
    this.findings.homePage = page;
    if (!page?.answer || page.answer.status >= 400 || detectFromPage(page.answer)?.platform !== platform) return;
    asker.bearsForeign401 = true;
    matrix.clear();
    const [again] = await this.askRoots("baseline");
    this.findings.replaced = { plain: again ?? plain, open: null };
  }

  /**
   * Some shops answer nobody who brings no key, and work with one all the same. Where ours is let through, it is on everything from then on. It is
   * tried on the resource: WooCommerce looks at keys below its own addresses alone.
   */
  private async findBehindKey(source: Source | undefined, userAgent: string): Promise<Cell | null> {
    const { egress, agents, probes, withKey } = this.input;
    const { matrix } = this.findings;
    if (!source || !withKey || !probes.needsAllMethods || this.isStopped) return null;
    const roots = egress.map((source) => matrix.get(this.rootCell(source, agents[0])));
    if (!roots.every(mayWantKey)) return null;
    const request = withKey(probes.resource("GET"));
    if (!request) return null;
    const cell: Cell = { ...this.rootCell(source, userAgent), subject: "resource" };
    const seen = await this.askOnce({ ...this.cells.question(cell, "contrast_key"), request, credential: "key" });
    if (!passed(seen)) return null;
    this.cells.dress = withKey;
    this.findings.isBehindKey = true;
    this.cells.root = probes.resource("GET");
    matrix.clear();
    await this.askRoots("baseline");
    return this.findWorking("root");
  }

  /** A request that passes, looked for by changing one thing at a time; null when nothing passes. */
  private async findWorking(subject: Cell["subject"]): Promise<Cell | null> {
    const { egress, agents, control } = this.input;
    const [own] = egress;
    if (!own) return null;
    const at = (source: Source, userAgent: string): Cell => ({ subject, method: "GET", userAgent, source });
    for (const source of egress) if (this.findings.matrix.passes(at(source, agents[0]))) return at(source, agents[0]);
    const first = this.findings.matrix.get(at(own, agents[0]));
    if (this.findings.deadRedirect) return null;
    const answers = egress.some((source) => this.findings.matrix.get(at(source, agents[0]))?.answer);
    const speaker = egress.find((source) => this.findings.matrix.get(at(source, agents[0]))?.answer) ?? own;
    const tries: [Cell, Purpose][] = [];
    // Below HTTP a User-Agent changes nothing before it was sent.
    const sentAnything = answers || first?.failure?.phase === "answer";
    const slow = first?.failure?.code === "response_timed_out" || first?.reading?.meaning === "unfinished";
    if (sentAnything && !slow) tries.push([at(speaker, agents[1]), "contrast_user_agent"]);
    if (control) tries.push([at(control, agents[0]), "contrast_control"]);
    if (sentAnything) {
      tries.push([at(speaker, BROWSER_AGENT), "contrast_browser"]);
      if (control && !slow) tries.push([at(control, BROWSER_AGENT), "contrast_control"], [at(control, agents[1]), "contrast_control"]);
      if (egress.length > 1 && !slow)
        for (const source of egress) if (source !== speaker) tries.push([at(source, BROWSER_AGENT), "contrast_browser"]);
    }
    // A limit is not pressed on: one other name tells whether it is about ours.
    if (first?.reading?.meaning === "rate_limited") tries.splice(0, tries.length, [at(speaker, BROWSER_AGENT), "contrast_browser"]);
    for (const [cell, purpose] of tries) if (passed(await this.cells.cell(cell, purpose))) return cell;
    return null;
  }

  /** Some servers hide the API's index alone. Orders are what counts: where they are answered for, they take the root's place. */
  private async findBesideRoot(): Promise<Cell | null> {
    const { egress, agents, probes } = this.input;
    const { matrix, redirectLoop } = this.findings;
    const source = egress.find((one) => HIDING.has(matrix.get(this.rootCell(one, agents[0]))?.reading?.meaning ?? "pass"));
    if (!source || redirectLoop || !probes.needsAllMethods) return null;
    const resource = await this.askOnce(this.cells.question({ ...this.rootCell(source, agents[0]), subject: "resource" }, "contrast_path"));
    if (!passed(resource)) return null;
    this.cells.root = probes.resource("GET");
    matrix.clear();
    await this.askRoots("baseline");
    return this.findWorking("root");
  }

  /** Everything else, one factor at a time around the cell that works. */
  private async aroundWorking(anchor: Cell): Promise<void> {
    this.findings.working = anchor;
    if (this.input.asker.isCareful || !this.input.probes.needsAllMethods) await this.step(anchor);
    else await this.hurry(anchor);
  }

  /** While all goes well: two lanes of questions, and no more of them than show every name, address and method. */
  private async hurry(anchor: Cell): Promise<void> {
    const { agents, egress, asker, withKey } = this.input;
    const { matrix } = this.findings;
    const isMany = egress.length > FEW_ADDRESSES;
    const rounds = this.methodRounds();
    const before = asker.requests;
    const known = Promise.withResolvers<void>();
    /** Of many addresses those that are asked all they are asked one after the other; each of them at once, should something be refused before. */
    const later: Source[] = [];
    const everybody = async (): Promise<void> => {
      await known.promise;
      for (const source of later) await this.cells.cell({ ...anchor, source }, "baseline");
    };
    const others = async (): Promise<Identity | null> => {
      const name = agents.find((agent) => agent !== anchor.userAgent) ?? anchor.userAgent;
      const elsewhere: Source[] = [];
      const unnamed: Source[] = [];
      let names = 0;
      for (const source of egress) {
        const cell = { ...anchor, source };
        if (source === anchor.source) continue;
        const otherwise = { ...cell, userAgent: name };
        if (isMany && elsewhere.length > 0 && !asker.isCareful) {
          later.push(source);
          continue;
        }
        if (!matrix.get(cell) && !asker.isCareful) names += await this.askOtherName(otherwise);
        // Of the second address alone the methods will be asked under both names.
        if (elsewhere.length > 0 || !matrix.passes(otherwise)) {
          if (!matrix.get(cell)) names += 1;
          if (!passed(await this.cells.cell(cell, "baseline"))) continue;
        }
        elsewhere.push(source);
        if (matrix.get(otherwise)) continue;
        // From a refusal on every address is asked once before any is asked more.
        if (asker.isCareful) unnamed.push(source);
        else names += await this.askOtherName(otherwise);
      }
      for (const source of elsewhere.length > 0 ? unnamed : [anchor.source])
        names += await this.askOtherName({ ...anchor, source, userAgent: name });
      known.resolve();
      const [source = anchor.source, ...further] = elsewhere;
      const other = { source, userAgent: matrix.passes({ ...anchor, source, userAgent: name }) ? name : anchor.userAgent };
      if (other.userAgent !== name) await this.askNames(anchor);
      if (other.source === anchor.source && other.userAgent === anchor.userAgent) return null;
      this.other = other;
      // More addresses than two are more than twelve things to ask; many of them share the methods.
      const share = (index: number): readonly string[] => (isMany ? SHARES[index % SHARES.length] : undefined) ?? METHODS;
      const isShort = asker.isCareful;
      if (isMany && !isShort) await rounds.second(anchor, other, share(0));
      else await rounds.second(anchor, other, worthMost(this.roomForMore(before + names + FIRST_ROUND), this.spared));
      for (const one of further)
        if (!asker.isCareful && asker.requestsLeft >= ENOUGH_FOR_A_THIRD) await rounds.second(anchor, { ...other, source: one }, METHODS);
      for (const [index, one] of later.entries()) {
        // Each of those that are left needs two: the root under one name, and PATCH under the other.
        const spare = asker.requestsLeft - 2 * (later.length - index) - ENOUGH_FOR_KEYS;
        const mayRead = passed(await this.cells.cell({ ...anchor, source: one }, "baseline"));
        const otherwise = { ...anchor, source: one, userAgent: name };
        if (!mayRead || isShort) await (matrix.get(otherwise) ?? this.askOtherName(otherwise));
        else await rounds.second(anchor, { ...other, source: one }, spare > 0 ? share(index + 1) : ["PATCH"]);
      }
      return other;
    };
    const crossed = (): Identity | null => {
      const agent = agents.find((one) => one !== anchor.userAgent);
      const isOpen = agent && egress.some((source) => matrix.passes({ ...anchor, source, userAgent: agent }));
      return isOpen && egress.length > 1 && !withKey && !asker.isCareful ? { source: anchor.source, userAgent: agent } : null;
    };
    const beside = { known: known.promise, everybody };
    const [, other] = await Promise.all([rounds.first(anchor, beside, crossed), others().finally(known.resolve)]);
    this.unseen = other ? this.findUnseen(anchor, other) : [];
    if (other) await rounds.contrast(anchor, other);
  }

  /** Of the four pairs of two addresses and two names those that nothing was asked as; the header is worth one that OPTIONS alone was asked as. */
  private findUnseen(anchor: Cell, other: Identity): Identity[] {
    const { matrix } = this.findings;
    if (other.source === anchor.source || other.userAgent === anchor.userAgent) return [];
    const beside = { source: anchor.source, userAgent: other.userAgent };
    const across = { source: other.source, userAgent: anchor.userAgent };
    const isAskedAs = ({ source, userAgent }: Identity): boolean =>
      matrix.entries().some(({ cell }) => cell.source === source && cell.userAgent === userAgent);
    return [...(matrix.get({ ...anchor, ...beside }) ? [] : [beside]), ...(isAskedAs(across) ? [] : [across])];
  }

  /** From a refusal on: one question after the other, all pairs of names and addresses. */
  private async step(anchor: Cell): Promise<void> {
    const { agents, egress, probes, asker } = this.input;
    const { matrix } = this.findings;
    for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "user_agent");
    const userAgent = agents.find((agent) => matrix.passes({ ...anchor, userAgent: agent })) ?? anchor.userAgent;
    const first: Identity = { source: anchor.source, userAgent };
    const rounds = this.methodRounds();
    if (probes.needsAllMethods) await rounds.first(first);
    else await this.cells.cell({ ...first, subject: "resource", method: "POST" }, "method");
    await this.askNames(anchor);
    const name = agents.find((agent) => agent !== userAgent && matrix.passes({ ...anchor, userAgent: agent })) ?? userAgent;
    const source =
      egress.find((one) => one !== anchor.source && matrix.passes({ ...anchor, source: one, userAgent: name })) ?? anchor.source;
    const other: Identity = { source, userAgent: name };
    if (!probes.needsAllMethods || anchor.source.kind === "control" || (source === first.source && name === userAgent)) return;
    this.other = other;
    await rounds.second(first, other, worthMost(this.roomForMore(asker.requests), this.spared));
    await rounds.contrast(first, other);
  }

  private methodRounds(): MethodRounds {
    this.rounds = new MethodRounds(this.cells, this.findings, () => this.input.asker.isCareful);
    return this.rounds;
  }

  /** A method that a key will be tested with: it need not be asked a second time without one. */
  private get spared(): string | null {
    return this.input.withKey ? this.input.probes.writeMethod : null;
  }

  /** How many methods may be asked twice after so many other requests: a healthy shop is asked twelve things at most. */
  private roomForMore(requests: number): number {
    const { egress, withKey } = this.input;
    if (egress.length > 2 || this.findings.matrix.entries().some(({ observation }) => !passed(observation))) return 4;
    return HEALTHY_REQUESTS - requests - (withKey ? 3 : 1);
  }

  /** Every name at every address that passes under some name; where a name is refused at the anchor too, asking elsewhere proves nothing new. */
  private async askNames(anchor: Cell): Promise<void> {
    const { agents, egress } = this.input;
    const { matrix } = this.findings;
    for (const source of egress) await this.cells.cell({ ...anchor, source }, "baseline");
    for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "user_agent");
    for (const source of egress) {
      const seen = matrix.get({ ...anchor, source });
      if (source === anchor.source || isUnheard(seen) || seen?.reading?.meaning === "rate_limited") continue;
      for (const userAgent of agents)
        if (!matrix.fails({ ...anchor, userAgent })) await this.cells.cell({ ...anchor, source, userAgent }, "user_agent");
    }
  }

  /**
   * GET of the root under the other name, with another question: the answer to the first one would come from a cache.
   * @returns how many requests that took
   */
  private async askOtherName(cell: Cell): Promise<number> {
    const { probes, asker } = this.input;
    const { rootVariant } = probes;
    const plainly = async (): Promise<number> => Number((await this.cells.cell(cell, "user_agent")) !== null);
    if (!rootVariant || this.cells.root !== probes.root || this.findings.cached) return plainly();
    const ask = (purpose: Purpose, request: ProbeRequest) =>
      this.isStopped ? null : asker.ask({ ...this.cells.question(cell, purpose), request }, { fresh: asker.isCareful });
    const seen = await ask("user_agent", rootVariant.request);
    if (!seen?.answer || !passed(seen)) return 1 + (await plainly());
    this.findings.matrix.set(cell, seen);
    if (!rootVariant.isStale(seen.answer)) return 1;
    // Either a cache answered, or this shop leaves such questions aside: an address that nobody asked for tells.
    const unseen = await ask("contrast_cache", rootVariant.elsewhere);
    if (!unseen?.answer || !passed(unseen)) return 2;
    if (rootVariant.isStale(unseen.answer)) this.findings.losesQuery = true;
    else this.findings.cached = { pass: unseen, fail: seen };
    return 2;
  }

  /**
   * A request with headers of its own, outside the matrix. `own` is asked as one pair of name and address that nothing was asked as before, if
   * there is one; `other` as the second of us; what will be compared with an answer, as whoever got that.
   */
  async askAtWorking(
    purpose: Purpose,
    request: ProbeRequest,
    credential: Question["credential"],
    subject: Question["subject"] = "orders",
    who: "own" | "other" | Identity = "own",
  ): Promise<Observation | null> {
    const { working, matrix } = this.findings;
    if (!working || this.isStopped) return null;
    const agents = this.input.agents;
    const usable = agents.find((userAgent) => matrix.passes({ ...working, userAgent })) ?? working.userAgent;
    const usual = { source: working.source, userAgent: usable };
    // What is compared with the reading of orders differs from it in one thing.
    const reader = purpose === "contrast_key" || purpose === "contrast_invented" ? (this.findings.read?.question ?? null) : null;
    const unseen = who === "own" && reader === null ? (this.unseen.shift() ?? null) : null;
    const isAsUnseen = unseen !== null;
    const own: Identity = who === "other" ? (this.other ?? usual) : (reader ?? unseen ?? usual);
    const { source, userAgent } = typeof who === "object" ? who : own;
    const question: Question = { purpose, subject, request, source, userAgent, below: "base", credential };
    const observation = isAsUnseen ? await this.askOnce(question) : await this.cells.settle(question);
    if (observation && !passed(observation) && isAsUnseen) {
      // Is that about this pair, about the request, or a ban that has begun?
      this.input.asker.beCareful();
      const cell = { ...working, source, userAgent };
      const mayReadRoot = passed(await this.cells.cell(cell, "user_agent"));
      if (!mayReadRoot && !(await this.cells.isStillGood(source))) {
        matrix.forget(cell);
        return null;
      }
      const again = await this.askAtWorking(purpose, request.renew?.() ?? request, credential, subject, usual);
      if (again && passed(again) && mayReadRoot && source === usual.source) await this.noteRefusedName(observation, again);
      return again;
    }
    if (purpose === "read_orders") this.findings.read = observation;
    if (purpose === "write_tracking") this.findings.write = observation;
    return observation;
  }

  /** Refused under one name alone, though the root passes under it: from our other addresses as well? */
  private async noteRefusedName(fail: Observation, pass: Observation): Promise<void> {
    const { question } = fail;
    const { other } = this;
    const elsewhere =
      other && other.source !== question.source
        ? await this.askOnce({ ...question, source: other.source, request: question.request.renew?.() ?? question.request })
        : null;
    this.findings.refusedName = { pass, fail, isElsewhere: !passed(elsewhere) };
  }

  /** A request with a key did not reach the shop: the same one without it, by the same visitor; and where that fails too, the root. */
  async askWithoutKey({ question }: Observation): Promise<Observation | null> {
    if (this.findings.isBehindKey) return null;
    const plain = await this.cells.settle({
      ...question,
      purpose: "contrast_keyless",
      credential: "none",
      request: withoutKey(question.request),
    });
    const { method } = question.request;
    const { source, userAgent } = question;
    // Refused as well: has a ban begun, or is it what was asked for?
    if (plain && !passed(plain) && (await this.cells.isStillGood(source))) {
      if (method === "GET") await this.cells.cell({ subject: "root", method, source, userAgent }, "contrast_path");
      else await this.askMethodAgain(method);
    }
    return plain;
  }

  /** GET of the API's root, where a redirect may have moved it. */
  get root(): ProbeRequest {
    return this.cells.dress ? this.input.probes.root : this.cells.root;
  }

  /** The path as this server wants it, for signatures. */
  pathOf(path: string): string {
    return this.input.asker.pathOf(path);
  }

  /** Everybody that has to pass was asked as somebody: what the header and the keys were not sent as is asked without them. */
  async askUnseen(): Promise<void> {
    const { working } = this.findings;
    for (const { source, userAgent } of this.unseen) if (working) await this.cells.cell({ ...working, source, userAgent }, "user_agent");
  }

  /** Refused methods: by the OWASP rules, or by a rule of the server? The last questions of a check, since they may be refused too. */
  async askAboutRule(): Promise<void> {
    const ask = (question: Question) => (this.isStopped ? Promise.resolve(null) : this.input.asker.ask(question, { fresh: true }));
    await askAboutRule(this.findings, (cell) => this.cells.question(cell, "contrast_rule"), ask);
  }

  /** Is a method refused without a key as well? */
  async askMethodAgain(method: string): Promise<void> {
    const { working, matrix } = this.findings;
    if (!working || !this.rounds) return;
    const userAgent = this.input.agents.find((agent) => matrix.passes({ ...working, userAgent: agent })) ?? working.userAgent;
    const first = { source: working.source, userAgent };
    await this.rounds.askAgain(first, this.other ?? first, method);
  }
}

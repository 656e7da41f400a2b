import type { Result } from "@/lib/base/result";
import { readServer } from "@/lib/diagnosis/fingerprints";
import { retryAfterSeconds } from "@/lib/diagnosis/read-answer";
import type { NetFailure } from "@/lib/net/failures";
import type { Asker, Base } from "@/lib/probe/asker";
import { BROWSER_AGENT, type Cell, type Findings, Matrix } from "@/lib/probe/findings";
import { isSilent, type Observation, type Purpose, passed, type Question, type Source } from "@/lib/probe/observation";
import { searchApi } from "@/lib/probe/search-api";
import type { Platform } from "@/lib/shops/platforms";
import type { ProbeRequest, ShopProbes } from "@/lib/shops/shop-probes";

export interface ExperimentInput {
  asker: Asker;
  platform: Platform;
  probes: ShopProbes;
  agents: readonly [string, string];
  egress: readonly Source[];
  control: Source | null;
  /** Resolves and guards the address that a redirect within the site leads to. */
  openBase(url: string): Promise<Result<Base, NetFailure>>;
}

const MAX_REDIRECTS = 5;
/** A limit that asks for more patience than this is not waited for. */
const MAX_WAIT_SECONDS = 5;

/** By what a refusal is recognised again: a ban answers everything alike. */
const signature = (observation: Observation): string =>
  observation.failure?.code ?? `${observation.reading?.meaning}:${observation.answer?.status}:${observation.reading?.sign?.software ?? ""}`;

/** Failures that may be over a moment later. */
const isTransient = (observation: Observation): boolean =>
  observation.reading?.meaning === "server_error" ||
  observation.reading?.meaning === "invalid" ||
  ["connection_reset", "no_answer", "answer_reset", "malformed_answer"].includes(observation.failure?.code ?? "");

/** nginx answers 503 past a limit (limit_req) unless told otherwise: only time tells it from a shop that is down. */
const mayBeLimit = (observation: Observation): boolean =>
  observation.answer?.status === 503 &&
  /^(?:nginx|openresty)$/.test(observation.reading?.sign?.software ?? readServer(observation.answer)?.software ?? "");

/**
 * Asks a shop what it lets through. Baseline, then the factors one at a time around a request that passed: User-Agents, addresses,
 * methods. Contrasts are asked only where something failed. Everything is written into the findings; nothing is concluded here.
 */
export class Experiment {
  readonly findings: Findings;
  private stopped = false;
  private good: { cell: Cell; observation: Observation } | null = null;
  private root: ProbeRequest;
  private wakeUp: Promise<Observation | null> | null = null;

  constructor(private readonly input: ExperimentInput) {
    const { platform, probes, agents, egress, control } = input;
    this.root = probes.root;
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
      limited: null,
      banned: null,
      keys: [],
    };
  }

  get isStopped(): boolean {
    return this.stopped || this.input.asker.timeLeftMs < 50;
  }

  async run(): Promise<Findings> {
    await this.baseline();
    const anchor = (await this.findWorking("root")) ?? null;
    if (!anchor) {
      await searchApi(this.input, this.findings, (question) => this.askOnce(question));
      return this.findings;
    }
    await this.aroundWorking(anchor);
    return this.findings;
  }

  /** GET of the root from each published address, and after redirects within the site again. */
  private async baseline(): Promise<void> {
    const { egress, agents, asker } = this.input;
    const visited = new Set<string>([asker.base.target.origin + asker.base.target.basePath + this.root.path]);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const first = hop === 0 ? "baseline" : "redirect";
      const seen = await Promise.all(egress.map((source) => this.cell(this.rootCell(source, agents[0]), first)));
      if (seen.some(passed)) return;
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

  private async follow(location: string, redirected: Observation): Promise<boolean> {
    const { asker } = this.input;
    const url = new URL(location);
    const rootPath = new URL(this.root.path, "http://root.invalid").pathname.replace(/\/+$/, "");
    const path = url.pathname.replace(/\/+$/, "");
    if (!path.endsWith(rootPath)) return false;
    const basePath = path.slice(0, path.length - rootPath.length);
    const base = await this.input.openBase(url.origin + basePath);
    if (!base.ok) {
      this.findings.deadRedirect = { observation: redirected, failure: base.reason };
      return false;
    }
    if (base.value.target.baseUrl === asker.base.target.baseUrl)
      this.root = { ...this.root, path: url.pathname.slice(basePath.length) + url.search };
    else asker.moveTo(base.value);
    this.findings.matrix.clear();
    return true;
  }

  private rootCell(source: Source, userAgent: string): Cell {
    return { subject: "root", method: "GET", userAgent, source };
  }

  /** One cell with its repeats. Null when it was not asked. */
  private async cell(cell: Cell, purpose: Purpose): Promise<Observation | null> {
    const { matrix } = this.findings;
    const known = matrix.get(cell);
    if (known) return known;
    const { asker } = this.input;
    if (this.isStopped || !asker.canReach(cell.source)) return null;
    const first = await asker.ask(this.question(cell, purpose), { fresh: asker.isCareful });
    if (!first) return null;
    const observation = passed(first) || this.mayBeDeferred(cell, first) ? first : await this.repeat(cell, first);
    if (passed(observation)) this.good ??= { cell, observation };
    else {
      if (observation.reading?.meaning !== "redirect") asker.beCareful();
      // Silence and a limit may be about the time, not about what was changed: does that which passed before still pass?
      const isSameSource = cell.source === this.good?.cell.source;
      const asksTime = mayBeLimit(observation) || (isSameSource && isSilent(observation));
      if (this.good && asksTime && !(await this.isStillGood())) return this.keepRefusal(cell, first);
    }
    matrix.set(cell, observation);
    return observation;
  }

  /** The refusal that set a ban off was spoken before the ban: it stays, what came after it says nothing. */
  private keepRefusal(cell: Cell, first: Observation): Observation | null {
    const { banned, matrix } = this.findings;
    if (!banned || !first.answer || first.reading?.meaning === "server_error" || signature(first) === signature(banned.fail)) return null;
    matrix.set(cell, first);
    return first;
  }

  /**
   * A method that was refused in so many words on a kept connection is asked again only if no other one is refused alike on a connection of
   * its own: what counts refusals should have few to count.
   */
  private mayBeDeferred(cell: Cell, first: Observation): boolean {
    return cell.method !== "GET" && !first.probe.coldConnection && first.reading?.meaning === "blocked";
  }

  private async repeatDeferred(refused: readonly Cell[]): Promise<Cell[]> {
    const { matrix } = this.findings;
    const left: Cell[] = [];
    const cold = new Set<string>();
    for (const cell of refused) {
      const observation = matrix.get(cell);
      if (observation?.probe.coldConnection) cold.add(signature(observation));
    }
    for (const cell of refused) {
      const first = matrix.get(cell);
      if (!first) continue;
      if (!first.probe.coldConnection && !cold.has(signature(first)) && !this.isStopped) {
        const again = await this.input.asker.ask(this.question(cell, "repeat"), { fresh: true });
        if (again) matrix.set(cell, again);
        if (again && !passed(again)) cold.add(signature(again));
      }
      if (!matrix.passes(cell)) left.push(cell);
    }
    return left;
  }

  /** A failure on a kept connection, a limit, and what may be over in a moment are asked again, on a connection of their own. */
  private async repeat(cell: Cell, first: Observation): Promise<Observation> {
    const { asker } = this.input;
    const again = async (): Promise<Observation | null> => asker.ask(this.question(cell, "repeat"), { fresh: true });
    let last = first;
    if (last.reading?.meaning === "rate_limited") return this.waitForLimit(last, again);
    if (last.failure?.code === "response_timed_out" && !this.good && cell.subject === "root") return this.repeatSlow(last, again);
    if (!last.probe.coldConnection || isTransient(last)) {
      if (isTransient(last)) asker.beCareful();
      last = (await again()) ?? last;
      if (passed(last) && this.good && mayBeLimit(first)) this.findings.limited ??= { pass: last, fail: first };
      if (last.reading?.meaning === "rate_limited") return this.waitForLimit(last, again);
    }
    if (!passed(last) && mayBeLimit(last) && this.good) return this.waitForLimit(last, again);
    return last;
  }

  /** A shop that was asleep may need longer for its first answer than we wait. One second try tells; the others wait for its outcome. */
  private async repeatSlow(slow: Observation, again: () => Promise<Observation | null>): Promise<Observation> {
    if (this.wakeUp && !passed(await this.wakeUp)) return slow;
    const second = again();
    this.wakeUp ??= second;
    return (await second) ?? slow;
  }

  private async waitForLimit(limited: Observation, again: () => Promise<Observation | null>): Promise<Observation> {
    const { asker } = this.input;
    const isCertain = limited.reading?.meaning === "rate_limited";
    const seconds = (limited.answer ? retryAfterSeconds(limited.answer) : null) ?? 2;
    asker.beCareful(seconds > 1 ? 1_000 : 500);
    let later = limited;
    if (seconds <= MAX_WAIT_SECONDS) {
      await asker.waitMs(seconds * 1_000 + 100);
      later = (await again()) ?? limited;
      if (passed(later)) this.findings.limited ??= { pass: later, fail: limited };
    }
    if (isCertain && !passed(later)) {
      this.findings.limited ??= { pass: null, fail: limited };
      this.stopped = true;
    }
    return later;
  }

  private question(cell: Cell, purpose: Purpose): Question {
    const { probes } = this.input;
    const request = cell.subject === "root" ? this.root : probes.resource(cell.method);
    return { purpose, subject: cell.subject, request, userAgent: cell.userAgent, source: cell.source, below: "base", credential: "none" };
  }

  private async askOnce(question: Question): Promise<Observation | null> {
    return this.isStopped ? null : this.input.asker.ask(question, { fresh: this.input.asker.isCareful });
  }

  /** A request that passes, looked for by changing one thing at a time; null when nothing passes. */
  private async findWorking(subject: Cell["subject"]): Promise<Cell | null> {
    const { egress, agents, control } = this.input;
    const [own] = egress;
    if (!own) return null;
    const at = (source: Source, userAgent: string): Cell => ({ subject, method: "GET", userAgent, source });
    for (const source of egress) if (this.findings.matrix.passes(at(source, agents[0]))) return at(source, agents[0]);
    const first = this.findings.matrix.get(at(own, agents[0]));
    if (this.findings.redirectLoop || this.findings.deadRedirect) return null;
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
    for (const [cell, purpose] of tries) if (passed(await this.cell(cell, purpose))) return cell;
    return null;
  }

  /** Everything else, one factor at a time around the cell that works. */
  private async aroundWorking(anchor: Cell): Promise<void> {
    const { agents, egress, asker } = this.input;
    const { matrix } = this.findings;
    this.findings.working = anchor;
    // A second lane of questions runs beside the first while all goes well: the shop is asked two things at once at most.
    const others = async () => {
      for (const source of egress) {
        if (source === anchor.source) continue;
        await this.cell({ ...anchor, source }, "baseline");
      }
      for (const source of egress) {
        if (source === anchor.source || !matrix.passes({ ...anchor, source })) continue;
        for (const userAgent of agents) {
          // Where the User-Agent is refused at the anchor too, asking again elsewhere proves nothing new.
          if (!matrix.fails({ ...anchor, userAgent })) await this.cell({ ...anchor, source, userAgent }, "user_agent");
        }
      }
    };
    const own = async () => {
      for (const userAgent of agents) await this.cell({ ...anchor, userAgent }, "user_agent");
      const usable = agents.find((userAgent) => matrix.passes({ ...anchor, userAgent })) ?? anchor.userAgent;
      await this.methods({ ...anchor, userAgent: usable });
    };
    if (asker.isCareful) {
      await own();
      await others();
    } else await Promise.all([own(), others()]);
  }

  /** All methods on one resource that cannot exist, mild ones first. */
  private async methods(at: Cell): Promise<void> {
    const { probes } = this.input;
    const { matrix } = this.findings;
    const cellOf = (method: string): Cell => ({ ...at, subject: "resource", method });
    if (!probes.needsAllMethods) {
      await this.cell(cellOf("POST"), "method");
      return;
    }
    const get = await this.cell(cellOf("GET"), "method");
    if (!get) return;
    if (!passed(get)) {
      if (!(await this.isStillGood())) matrix.forget(cellOf("GET"));
      else await this.contrastResource(cellOf("GET"));
      return;
    }
    const seen: Cell[] = [];
    for (const method of ["POST", "OPTIONS", "PATCH", "DELETE"]) {
      const cell = cellOf(method);
      const observation = await this.cell(cell, "method");
      if (!observation || passed(observation)) continue;
      seen.push(cell);
    }
    const refused = await this.repeatDeferred(seen);
    if (refused.length > 0) await this.isStillGood();
    if (this.findings.banned) await this.takeBack(refused);
  }

  /** The root passes and the resource does not: for whom, and from where? */
  private async contrastResource(cell: Cell): Promise<void> {
    const { control, agents, egress } = this.input;
    const { matrix } = this.findings;
    await this.cell({ ...cell, userAgent: BROWSER_AGENT }, "contrast_browser");
    for (const userAgent of agents) await this.cell({ ...cell, userAgent }, "contrast_user_agent");
    if (control) await this.cell({ ...cell, source: control }, "contrast_control");
    const isAboutSource = control !== null && matrix.passes({ ...cell, source: control });
    if (isAboutSource || egress.length > 1) for (const source of egress) await this.cell({ ...cell, source }, "contrast_path");
  }

  /** Asks again what passed before. Bans and limits that begin while we ask show here; then nothing more is asked. */
  private async isStillGood(): Promise<boolean> {
    const { asker } = this.input;
    const { good } = this;
    if (this.stopped || !good) return false;
    const observation = await asker.ask(this.question(good.cell, "still_good"), { fresh: true });
    if (!observation || passed(observation)) return true;
    this.stopped = true;
    if (observation.reading?.meaning === "rate_limited" || mayBeLimit(observation)) {
      this.findings.limited ??= { pass: good.observation, fail: observation };
    } else this.findings.banned = { pass: good.observation, fail: observation };
    return false;
  }

  /**
   * What was refused in the same way as the ban proves nothing: it may have been the ban. The first refusal is different, since something
   * must have set the ban off; whether it was that refusal or the mere number of requests, another address of ours can tell.
   */
  private async takeBack(refused: readonly Cell[]): Promise<void> {
    const { banned, matrix } = this.findings;
    if (!banned) return;
    const isLikeBan = (cell: Cell): boolean => {
      const observation = matrix.get(cell);
      return observation !== null && signature(observation) === signature(banned.fail);
    };
    const [first, ...later] = refused;
    for (const cell of later) if (isLikeBan(cell)) matrix.forget(cell);
    if (first && isLikeBan(first) && !(await this.isRefusedElsewhere(first))) matrix.forget(first);
  }

  private async isRefusedElsewhere(cell: Cell): Promise<boolean> {
    const { asker, egress } = this.input;
    const source = egress.find(
      (one) => one !== cell.source && this.findings.matrix.passes({ ...cell, source: one, subject: "root", method: "GET" }),
    );
    if (!source) return false;
    const ask = (method: string) => asker.ask(this.question({ ...cell, source, method }, "contrast_path"), { fresh: true });
    if (!passed(await ask("GET"))) return false;
    const observation = await ask(cell.method);
    return observation !== null && !passed(observation);
  }

  /** A GET with headers of its own at the working cell, outside the matrix. */
  async askAtWorking(
    purpose: Purpose,
    request: ProbeRequest,
    credential: Question["credential"],
    subject: Question["subject"] = "orders",
  ): Promise<Observation | null> {
    const { working } = this.findings;
    if (!working || this.isStopped) return null;
    const usable = this.input.agents.find((userAgent) => this.findings.matrix.passes({ ...working, userAgent })) ?? working.userAgent;
    const question: Question = { purpose, subject, request, userAgent: usable, source: working.source, below: "base", credential };
    const first = await this.input.asker.ask(question, { fresh: this.input.asker.isCareful });
    if (!first || passed(first) || first.probe.coldConnection) return first;
    return (await this.input.asker.ask({ ...question, purpose: "repeat" }, { fresh: true })) ?? first;
  }
}

import type { Result } from "@/lib/base/result";
import type { NetFailure } from "@/lib/net/failures";
import type { Asker, Base } from "@/lib/probe/asker";
import { CellAsker } from "@/lib/probe/cell-asker";
import { BROWSER_AGENT, type Cell, type Findings, Matrix } from "@/lib/probe/findings";
import { type Observation, type Purpose, passed, type Question, type Source } from "@/lib/probe/observation";
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
/**
 * Asks a shop what it lets through. Baseline, then the factors one at a time around a request that passed: User-Agents, addresses,
 * methods. Contrasts are asked only where something failed. Everything is written into the findings; nothing is concluded here.
 */
export class Experiment {
  readonly findings: Findings;
  private readonly cells: CellAsker;

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
      limited: null,
      banned: null,
      keys: [],
    };
    this.cells = new CellAsker(input.asker, this.findings, probes.root);
  }

  get isStopped(): boolean {
    return this.cells.isOver;
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
    const visited = new Set<string>([asker.base.target.origin + asker.base.target.basePath + this.cells.root.path]);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const first = hop === 0 ? "baseline" : "redirect";
      const seen = await Promise.all(egress.map((source) => this.cells.cell(this.rootCell(source, agents[0]), first)));
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
    // A limit is not pressed on: one other name tells whether it is about ours.
    if (first?.reading?.meaning === "rate_limited") tries.splice(0, tries.length, [at(speaker, BROWSER_AGENT), "contrast_browser"]);
    for (const [cell, purpose] of tries) if (passed(await this.cells.cell(cell, purpose))) return cell;
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
        await this.cells.cell({ ...anchor, source }, "baseline");
      }
      for (const source of egress) {
        if (source === anchor.source || !matrix.passes({ ...anchor, source })) continue;
        for (const userAgent of agents) {
          // Where the User-Agent is refused at the anchor too, asking again elsewhere proves nothing new.
          if (!matrix.fails({ ...anchor, userAgent })) await this.cells.cell({ ...anchor, source, userAgent }, "user_agent");
        }
      }
    };
    const own = async () => {
      for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "user_agent");
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
      await this.cells.cell(cellOf("POST"), "method");
      return;
    }
    const get = await this.cells.cell(cellOf("GET"), "method");
    if (!get) return;
    if (!passed(get)) {
      if (!(await this.cells.isStillGood(at.source))) matrix.forget(cellOf("GET"));
      else await this.contrastResource(cellOf("GET"));
      return;
    }
    const seen: Cell[] = [];
    for (const method of ["POST", "OPTIONS", "PATCH", "DELETE"]) {
      const cell = cellOf(method);
      const observation = await this.cells.cell(cell, "method");
      if (!observation || passed(observation)) continue;
      seen.push(cell);
    }
    const refused = await this.cells.repeatDeferred(seen);
    if (refused.length > 0) await this.cells.isStillGood(at.source);
    if (this.findings.banned) await this.cells.takeBack(refused);
  }

  /** The root passes and the resource does not: for whom, and from where? */
  private async contrastResource(cell: Cell): Promise<void> {
    const { control, agents, egress } = this.input;
    const { matrix } = this.findings;
    await this.cells.cell({ ...cell, userAgent: BROWSER_AGENT }, "contrast_browser");
    for (const userAgent of agents) await this.cells.cell({ ...cell, userAgent }, "contrast_user_agent");
    if (control) await this.cells.cell({ ...cell, source: control }, "contrast_control");
    const isAboutSource = control !== null && matrix.passes({ ...cell, source: control });
    if (isAboutSource || egress.length > 1) for (const source of egress) await this.cells.cell({ ...cell, source }, "contrast_path");
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

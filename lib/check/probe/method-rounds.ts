import type { Asker } from "@/lib/check/probe/asker";
import type { CellAsker } from "@/lib/check/probe/cell-asker";
import { discardBanTainted } from "@/lib/check/probe/discard-ban-tainted";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";
import { BROWSER_AGENT } from "@/lib/connectors/egress/browser-agent";

/** Mild ones first: what counts refusals should see the ordinary requests before them. */
export const METHODS = ["POST", "OPTIONS", "PATCH", "DELETE"] as const;
/** Which of them servers refuse together. */
const OFTEN_REFUSED = ["PATCH", "DELETE", "OPTIONS", "POST"] as const;
/** Which of them are worth most the second time, where not all can be asked: PATCH and DELETE are what servers refuse. */
const WORTH_MOST = ["PATCH", "DELETE", "POST", "OPTIONS"] as const;
/** So many of them at most, without one that is asked in another way. */
export const worthMost = (atMost: number, spared: string | null): readonly string[] =>
  WORTH_MOST.filter((method) => method !== spared).slice(0, Math.max(0, atMost));

/** So many others of them at most. */
export const othersThan = (methods: readonly string[], atMost: number): readonly string[] =>
  WORTH_MOST.filter((method) => !methods.includes(method)).slice(0, Math.max(0, atMost));

/** One question more, and the cells between two outcomes. */
const ENOUGH_FOR_CONTRASTS = 3;
/** The contrasts of two methods, and what was refused once more. */
const ENOUGH_FOR_DOUBTS = 6;

/**
 * Asked crosswise, as the two pairs of name and address that the others are not asked as: so every pair is asked as, and by one of the methods
 * that servers refuse together.
 */
const CROSSED: ReadonlySet<string> = new Set(["OPTIONS", "DELETE"]);

/** Who asks: one of our addresses under one of our names. */
export interface Identity {
  source: Source;
  userAgent: string;
}

/** What is asked as the others of us meanwhile: under the other name, and by every address. */
export interface Beside {
  known: Promise<void>;
  everybody(): Promise<void>;
}

const isSlow = ({ failure }: Observation): boolean => failure?.code === "response_timed_out";

export const isSame = (a: Identity, b: Identity): boolean => a.source === b.source && a.userAgent === b.userAgent;

/** Of the four pairs of two addresses and two names the one that differs in both. */
const oppositeOf = ({ source, userAgent }: Identity, first: Identity, other: Identity): Identity => ({
  source: source === first.source ? other.source : first.source,
  userAgent: userAgent === first.userAgent ? other.userAgent : first.userAgent,
});

/**
 * All methods on one resource that cannot exist, asked twice: as one of us, and once more from another address under the other name. So
 * every method meets every name and two addresses in eight requests. Where outcomes differ, the cells between them are asked, which tells
 * whether the address, the name or only both together are refused.
 */
export class MethodRounds {
  private readonly asked = new Map(METHODS.map((method) => [method as string, Promise.withResolvers<void>()]));
  /** As whom the first round asked, since they may read. */
  private reader: Identity | null = null;
  private readonly end = Promise.withResolvers<void>();
  /** As whom the first round asked the methods that are asked crosswise. */
  private readonly crossedAs = new Map<string, Identity>();
  /** Whether refusals of this signature are about the name or the address. */
  private readonly refusedBy = new Map<string, keyof Identity>();
  /** How methods were refused twice in a row. */
  private readonly confirmed = new Set<string>();
  /** How methods were refused to addresses that share them. */
  private readonly refusedFurther = new Set<string>();
  /** How methods were refused to the control as well. */
  private readonly refusedToControl = new Set<string>();

  constructor(
    private readonly cells: CellAsker,
    private readonly findings: Findings,
    private readonly asker: Asker,
    /** Requests that are left for what comes after the methods. */
    private readonly reserve: number,
  ) {}

  private cellOf(identity: Identity, method: string): Cell {
    return { ...identity, subject: "resource", method };
  }

  private outcome(identity: Identity, method: string): Observation | null {
    return this.findings.matrix.get(this.cellOf(identity, method));
  }

  /**
   * The first round; as another one of us where this one may not even read what the others may. From a refusal on `beside` is waited for: a ban that more of them could set
   * off ends the check, and what the other addresses see should be known by then.
   */
  async first(who: Identity, beside: Beside | null = null, crossed: (method: string) => Identity | null = () => null): Promise<void> {
    try {
      if (this.asker.isCareful) await beside?.everybody();
      const at = (await this.readResource(who)) ? who : this.findReader();
      if (!at) return;
      this.reader = at;
      const refused: Cell[] = [];
      for (const method of METHODS) {
        if (this.asker.isCareful) await beside?.everybody();
        if (CROSSED.has(method)) await beside?.known;
        const across = CROSSED.has(method) ? crossed(method) : null;
        if (across) this.crossedAs.set(method, across);
        const cell = this.cellOf(across ?? at, method);
        const observation = await this.cells.cell(cell, "method");
        if (observation && !passed(observation)) refused.push(cell);
        this.asked.get(method)?.resolve();
      }
      refused.push(...(await this.cells.words.tellUnclear()));
      for (const source of new Set(refused.map((cell) => cell.source)))
        await this.confirm(
          refused.filter((cell) => cell.source === source),
          source,
        );
    } finally {
      for (const { resolve } of this.asked.values()) resolve();
      this.end.resolve();
    }
  }

  /** Whether the resource was read from there; null where nobody tried. */
  private isReader(source: Source): boolean | null {
    const read = this.findings.matrix
      .entries()
      .filter(({ cell }) => cell.subject === "resource" && cell.method === "GET" && cell.source === source);
    return read.length === 0 ? null : read.some(({ observation }) => passed(observation));
  }

  /** Somebody of ours who may read the resource, as far as the contrasts found one. */
  private findReader(): Identity | null {
    const { agents, egress, matrix } = this.findings;
    const all = egress.flatMap((source) => agents.map((userAgent) => ({ source, userAgent })));
    return this.cells.isOver ? null : (all.find((one) => matrix.passes(this.cellOf(one, "GET"))) ?? null);
  }

  private async readResource(at: Identity): Promise<boolean> {
    const { matrix } = this.findings;
    const get = await this.cells.cell(this.cellOf(at, "GET"), "method");
    if (!get || passed(get)) return get !== null;
    if (await this.cells.words.findOpenResource(this.cellOf(at, "GET"), get)) return true;
    if (!(await this.cells.isStillGood(at.source, get))) matrix.forget(this.cellOf(at, "GET"));
    else await this.contrastResource(this.cellOf(at, "GET"));
    return false;
  }

  /** Refusals on kept connections are asked again where that tells something; and does the address still pass that was refused? */
  private async confirm(refused: readonly Cell[], source: Source): Promise<void> {
    const left = await this.cells.repeatDeferred(refused);
    const [first] = left;
    if (first) await this.cells.isStillGood(source, this.findings.matrix.get(first));
    if (this.findings.banned?.fail.question.source === source) await discardBanTainted(this.cells, this.asker, this.findings, left);
  }

  /**
   * The second round, as somebody else; each method after it was asked in the first one. `further` are asked as long as nothing is refused.
   * @param chosen which methods; asked anew before each, where that depends on what else was asked meanwhile
   */
  async second(
    first: Identity,
    other: Identity,
    chosen: readonly string[] | (() => readonly string[]),
    further: readonly string[] = [],
  ): Promise<void> {
    const nowChosen = typeof chosen === "function" ? chosen : () => chosen;
    if (this.isReader(other.source) === false) return;
    const refused: Cell[] = [];
    const alike = new Set<string>();
    const inOrder = (methods: readonly string[]): string[] => METHODS.filter((method) => methods.includes(method));
    const ask = async (method: string): Promise<void> => {
      if (!passed(this.outcome(this.reader ?? first, "GET")) || (further.includes(method) && this.asker.isCareful)) return;
      const before = this.firstOutcome(method);
      const crossedAs = this.crossedAs.get(method);
      const as = crossedAs ? oppositeOf(crossedAs, first, other) : other;
      // Where one refusal stands for others, they are not asked for: something may be counting them.
      if (before && !passed(before) && alike.has(signatureOf(before))) return;
      const observation = await this.cells.cell(this.cellOf(as, method), "method");
      if (!observation || passed(observation)) return;
      refused.push(this.cellOf(as, method));
      if (before && !passed(before)) alike.add(signatureOf(before));
    };
    const passedOver: string[] = [];
    for (const method of [...inOrder(nowChosen()), ...inOrder(further)]) {
      await this.asked.get(method)?.promise;
      if (!further.includes(method) && !nowChosen().includes(method)) passedOver.push(method);
      else {
        if (this.asker.isCareful) await this.end.promise;
        await ask(method);
      }
    }
    await this.end.promise;
    for (const method of passedOver) if (nowChosen().includes(method)) await ask(method);
    refused.push(...(await this.cells.words.tellUnclear()));
    for (const source of new Set([other.source, ...refused.map((cell) => cell.source)]))
      await this.confirm(
        refused.filter((cell) => cell.source === source),
        source,
      );
  }

  /** A method by which a key was refused in front of the shop, or let through where it is refused to strangers, is asked without a key as well. */
  async askAgain(first: Identity, other: Identity, method: string): Promise<void> {
    if (!METHODS.some((known) => known === method)) return;
    const cell = this.cellOf(other, method);
    const isOpen = passed(await this.cells.cell(cell, "method"));
    if (isOpen && !this.findings.matrix.fails(this.cellOf(first, method))) return;
    if (!isOpen) await this.confirm([cell], other.source);
    await this.contrast(first, other);
  }

  /** What was asked by a method as those who have to get through. */
  private askedBy(method: string): { cell: Cell; isOpen: boolean }[] {
    const { matrix, egress } = this.findings;
    return matrix
      .entries()
      .filter(({ cell }) => cell.subject === "resource" && cell.method === method && egress.includes(cell.source))
      .map(({ cell, observation }) => ({ cell, isOpen: passed(observation) }));
  }

  /** Of what was refused in different ways one each: one of them may be about the visitor. */
  private unlikeRefusals(method: string): { cell: Cell }[] {
    const closed = this.askedBy(method).filter(({ isOpen }) => !isOpen);
    return [
      ...new Map(closed.toReversed().map((one) => [signatureOf(this.findings.matrix.get(one.cell) as Observation), one])).values(),
    ].toReversed();
  }

  private firstOutcome(method: string): Observation | null {
    const [first] = this.askedBy(method);
    return first ? this.findings.matrix.get(first.cell) : null;
  }

  /** Where outcomes of a method differ: is it the address, the name, or only both together? */
  async contrast(first: Identity, other: Identity): Promise<void> {
    const { egress, matrix } = this.findings;
    if (matrix.isOpen || METHODS.every((method) => this.askedBy(method).every(({ isOpen }) => isOpen))) return;
    for (const method of OFTEN_REFUSED) {
      await this.askOnceMore(first, other, method);
      const asked = this.askedBy(method);
      const failing = asked.find(({ isOpen }) => !isOpen)?.cell;
      const passing = asked.find(({ isOpen }) => isOpen)?.cell;
      if (!failing) continue;
      for (const { cell } of this.unlikeRefusals(method))
        if (!(await this.mayRead(cell))) {
          await this.contrastVisitors(first, other);
          return;
        }
      const signature = signatureOf(this.findings.matrix.get(failing) as Observation);
      const mayAskAgain = this.asker.requestsLeft >= this.reserve + ENOUGH_FOR_DOUBTS && !this.confirmed.has(signature);
      if (mayAskAgain && !(await this.cells.isRefusedAgain(failing))) return;
      this.confirmed.add(signature);
      if (!passing) {
        await this.contrastControl(failing);
        await this.contrastFurther(failing);
        continue;
      }
      const isKnown = (aspect: keyof Identity): boolean =>
        asked.some(({ cell }) => cell[aspect] === failing[aspect] && !isSame(cell, failing));
      const between = [
        { same: "userAgent", source: passing.source, userAgent: failing.userAgent },
        { same: "source", source: failing.source, userAgent: passing.userAgent },
      ] as const;
      const fails = (identity: Identity): boolean => this.findings.matrix.fails(this.cellOf(identity, method));
      const told = this.refusedBy.get(signature);
      for (const { same, ...identity } of told === "source" ? between.toReversed() : between) {
        // The header and the keys are worth more than to look closer at a method that is refused like another one.
        if (told && this.asker.requestsLeft <= this.reserve) break;
        if (isKnown(same) || isSame(identity, failing) || isSame(identity, passing)) continue;
        await this.cells.cell(this.cellOf(identity, method), "contrast_method");
        // Refused like another method, and as that one was: by the same rule.
        if (same === told && fails(identity)) break;
      }
      const [byName, bySource] = between.map(fails);
      if (byName !== bySource) this.refusedBy.set(signature, byName ? "userAgent" : "source");
      if (!byName && !bySource) {
        // Refused to this pair of name and address alone: what else is?
        for (const further of OFTEN_REFUSED)
          if (this.asker.requestsLeft > this.reserve) await this.cells.cell(this.cellOf(failing, further), "contrast_method");
        continue;
      }
      const isAboutSource =
        failing.source !== passing.source &&
        (failing.userAgent === passing.userAgent || fails({ ...failing, userAgent: passing.userAgent }));
      if (!isAboutSource) continue;
      // Refused from one address under both names: and from our other addresses?
      for (const source of egress)
        if (this.isLetIn(source) && !this.isAskedFrom(source, method))
          await this.cells.cell(this.cellOf({ ...failing, source }, method), "contrast_method");
      // What else is refused to those? Of many addresses each was asked a few methods alone.
      const closed = this.askedBy(method).filter(({ isOpen }) => !isOpen);
      for (const further of OFTEN_REFUSED)
        for (const { cell } of closed)
          if (!this.isAskedFrom(cell.source, further)) await this.cells.cell(this.cellOf(cell, further), "contrast_method");
    }
  }

  /**
   * Methods that a plugin refuses in the words of the API count as let through, since guests may not write. But words that some of us alone hear
   * are about those: may they read?
   */
  async contrastWords(first: Identity, other: Identity): Promise<void> {
    const { matrix } = this.findings;
    for (const method of METHODS) {
      const heard = this.askedBy(method).filter(({ isOpen }) => isOpen);
      const isStopped = ({ cell }: { cell: Cell }): boolean => matrix.get(cell)?.reading?.api?.says === "closed_by_plugin";
      const stopped = heard.find(isStopped);
      if (!stopped || heard.every(isStopped) || (await this.mayRead(stopped.cell))) continue;
      await this.contrastVisitors(first, other);
      return;
    }
  }

  /** Asked once alone, and this or another method refused: also from the other address under the other name? */
  private async askOnceMore(first: Identity, other: Identity, method: string): Promise<void> {
    const [once, ...more] = this.askedBy(method);
    if (!once || more.length > 0 || this.asker.requestsLeft < this.reserve + ENOUGH_FOR_CONTRASTS) return;
    await this.cells.cell(this.cellOf(oppositeOf(once.cell, first, other), method), "method");
  }

  /** Refused to all of ours: to an address that is not published as well? Where not, each of ours is asked, for the list of them. */
  private async contrastControl(failing: Cell): Promise<void> {
    const { control, matrix, egress } = this.findings;
    const refusal = matrix.get(failing);
    // Each silence takes ten seconds, and what is refused there alike needs no second question.
    if (!control || !refusal || isSlow(refusal) || this.refusedToControl.has(signatureOf(refusal))) return;
    const seen = await this.cells.cell({ ...failing, source: control }, "contrast_control");
    if (seen && !passed(seen)) this.refusedToControl.add(signatureOf(seen));
    if (!passed(seen)) return;
    for (const source of egress)
      if (this.isLetIn(source) && !this.isAskedFrom(source, failing.method))
        await this.cells.cell({ ...failing, source }, "contrast_method");
  }

  /** Refused to all who were asked: to those of ours that were not as well? Once for what is refused alike. */
  private async contrastFurther(failing: Cell): Promise<void> {
    const { matrix, egress } = this.findings;
    const refusal = matrix.get(failing);
    if (!refusal || isSlow(refusal) || this.refusedFurther.has(signatureOf(refusal))) return;
    this.refusedFurther.add(signatureOf(refusal));
    for (const source of egress)
      if (this.isLetIn(source) && !this.isAskedFrom(source, failing.method) && this.asker.requestsLeft > this.reserve)
        await this.cells.cell({ ...failing, source }, "contrast_method");
  }

  private isAskedFrom(source: Source, method: string): boolean {
    return this.askedBy(method).some(({ cell }) => cell.source === source);
  }

  private isLetIn(source: Source): boolean {
    return this.findings.matrix
      .entries()
      .some(({ cell, observation }) => cell.method === "GET" && cell.source === source && passed(observation));
  }

  /** Whether reading passes for somebody whose method was refused: else the refusal is about the visitor. */
  private async mayRead(identity: Identity): Promise<boolean> {
    if (passed(await this.cells.cell(this.cellOf(identity, "GET"), "contrast_method"))) return true;
    await this.cells.cell({ ...identity, subject: "root", method: "GET" }, "contrast_path");
    return false;
  }

  /** One of us may read what the other may not: is it the address or the name? */
  private async contrastVisitors(first: Identity, other: Identity): Promise<void> {
    const between = [
      { source: first.source, userAgent: other.userAgent },
      { source: other.source, userAgent: first.userAgent },
    ];
    for (const identity of [...between, other]) await this.cells.cell(this.cellOf(identity, "GET"), "contrast_path");
  }

  /** The root passes and the resource does not: for whom, and from where? */
  private async contrastResource(cell: Cell): Promise<void> {
    const { matrix, control, agents, egress } = this.findings;
    await this.cells.cell({ ...cell, userAgent: BROWSER_AGENT }, "contrast_browser");
    for (const userAgent of agents) await this.cells.cell({ ...cell, userAgent }, "contrast_user_agent");
    if (control) await this.cells.cell({ ...cell, source: control }, "contrast_control");
    const isAboutSource = control !== null && matrix.passes({ ...cell, source: control });
    if (isAboutSource || egress.length > 1) for (const source of egress) await this.cells.cell({ ...cell, source }, "contrast_path");
  }
}

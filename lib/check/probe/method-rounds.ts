import { repeatDeferred } from "@/lib/check/probe/ask-again";
import type { Asker } from "@/lib/check/probe/asker";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import { discardBanTainted } from "@/lib/check/probe/discard-ban-tainted";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Identity, oppositeOf } from "@/lib/check/probe/identity";
import { MethodContrasts } from "@/lib/check/probe/method-contrasts";
import { findReader, firstOutcome, isReader, methodCell } from "@/lib/check/probe/method-outcomes";
import { passed, type Source } from "@/lib/check/probe/observation";
import { CROSSED, METHODS } from "@/lib/check/probe/plan-methods";
import { signatureOf } from "@/lib/check/probe/refusals";

/** What is asked as other identities meanwhile: under the other User-Agent, and from every address. */
export interface Beside {
  known: Promise<void>;
  everybody(): Promise<void>;
}

/**
 * All methods on one resource that cannot exist, asked twice: as one identity, and once more from another address under the other User-Agent. So
 * every method meets every name and two addresses in eight requests. Where outcomes differ, the cells between them are asked, which decides
 * whether the address, the name or only both together are refused.
 */
export class MethodRounds {
  private readonly asked = new Map(METHODS.map((method) => [method as string, Promise.withResolvers<void>()]));
  /** As whom the first round asked, since they may read. */
  private reader: Identity | null = null;
  private readonly end = Promise.withResolvers<void>();
  /** As whom the first round asked the methods that are asked crosswise. */
  private readonly crossedAs = new Map<string, Identity>();
  readonly contrasts: MethodContrasts;

  constructor(
    private readonly cells: CellExecutor,
    private readonly findings: Findings,
    private readonly asker: Asker,
    /** Requests that are left for what comes after the methods. */
    reserve: number,
  ) {
    this.contrasts = new MethodContrasts(cells, findings, asker, reserve);
  }

  /**
   * The first round; as another identity where this one may not even read. From a refusal on `beside` is waited for: a ban that more of them could set
   * off ends the check, and what the other addresses see should be known by then.
   */
  async first(who: Identity, beside: Beside | null = null, crossed: (method: string) => Identity | null = () => null): Promise<void> {
    try {
      if (this.asker.isBackingOff) await beside?.everybody();
      const at = (await this.readResource(who)) ? who : this.cells.isOver ? null : findReader(this.findings);
      if (!at) return;
      this.reader = at;
      const refused: Cell[] = [];
      for (const method of METHODS) {
        if (this.asker.isBackingOff) await beside?.everybody();
        if (CROSSED.has(method)) await beside?.known;
        const across = CROSSED.has(method) ? crossed(method) : null;
        if (across) this.crossedAs.set(method, across);
        const cell = methodCell(across ?? at, method);
        const observation = await this.cells.cell(cell, "method_first_round");
        if (observation && !passed(observation)) refused.push(cell);
        this.asked.get(method)?.resolve();
      }
      refused.push(...(await this.cells.words.resolveUnclear()));
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

  private async readResource(at: Identity): Promise<boolean> {
    const { matrix } = this.findings;
    const get = await this.cells.cell(methodCell(at, "GET"), "resource_before_methods");
    if (!get || passed(get)) return get !== null;
    if (await this.cells.words.findOpenResource(methodCell(at, "GET"), get)) return true;
    if (!(await this.cells.isStillGood(at.source, get))) matrix.delete(methodCell(at, "GET"));
    else await this.contrasts.contrastResource(methodCell(at, "GET"));
    return false;
  }

  /** Refusals on kept connections are asked again where that decides something; and does the address still pass that was refused? */
  private async confirm(refused: readonly Cell[], source: Source): Promise<void> {
    const left = await repeatDeferred(this.cells, this.findings, this.asker, refused);
    const [first] = left;
    if (first) await this.cells.isStillGood(source, this.findings.matrix.get(first));
    if (this.findings.time.banned?.fail.question.source === source) await discardBanTainted(this.cells, this.asker, this.findings, left);
  }

  /**
   * The second round, as another identity; each method after it was asked in the first one. `further` are asked as long as nothing is refused.
   * @param chosen which methods; asked anew before each, where that depends on what else was asked meanwhile
   */
  async second(
    first: Identity,
    other: Identity,
    chosen: readonly string[] | (() => readonly string[]),
    further: readonly string[] = [],
  ): Promise<void> {
    const nowChosen = typeof chosen === "function" ? chosen : () => chosen;
    if (isReader(this.findings, other.source) === false) return;
    const refused: Cell[] = [];
    const alike = new Set<string>();
    const inOrder = (methods: readonly string[]): string[] => METHODS.filter((method) => methods.includes(method));
    const ask = async (method: string): Promise<void> => {
      if (
        !passed(this.findings.matrix.get(methodCell(this.reader ?? first, "GET"))) ||
        (further.includes(method) && this.asker.isBackingOff)
      )
        return;
      const before = firstOutcome(this.findings, method);
      const crossedAs = this.crossedAs.get(method);
      const as = crossedAs ? oppositeOf(crossedAs, first, other) : other;
      // Where one refusal stands for others, they are not asked for: something may be counting them.
      if (before && !passed(before) && alike.has(signatureOf(before))) return;
      const observation = await this.cells.cell(methodCell(as, method), "method_second_round");
      if (!observation || passed(observation)) return;
      refused.push(methodCell(as, method));
      if (before && !passed(before)) alike.add(signatureOf(before));
    };
    const passedOver: string[] = [];
    for (const method of [...inOrder(nowChosen()), ...inOrder(further)]) {
      await this.asked.get(method)?.promise;
      if (!further.includes(method) && !nowChosen().includes(method)) passedOver.push(method);
      else {
        if (this.asker.isBackingOff) await this.end.promise;
        await ask(method);
      }
    }
    await this.end.promise;
    for (const method of passedOver) if (nowChosen().includes(method)) await ask(method);
    refused.push(...(await this.cells.words.resolveUnclear()));
    for (const source of new Set([other.source, ...refused.map((cell) => cell.source)]))
      await this.confirm(
        refused.filter((cell) => cell.source === source),
        source,
      );
  }

  /** A method by which a key was refused in front of the shop, or let through where it is refused without one, is asked without a key as well. */
  async askAgain(first: Identity, other: Identity, method: string): Promise<void> {
    if (!METHODS.some((known) => known === method)) return;
    const cell = methodCell(other, method);
    const isOpen = passed(await this.cells.cell(cell, "method_without_key"));
    if (isOpen && !this.findings.matrix.fails(methodCell(first, method))) return;
    if (!isOpen) await this.confirm([cell], other.source);
    await this.contrasts.contrast(first, other);
  }
}

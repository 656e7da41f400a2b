import { type Cell, methodCell } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { type Cells, probeDeferredAgain } from "@/lib/check/probe/plan/send/cells";
import { METHODS } from "@/lib/check/probe/plan/send/requests";
import { Planner } from "@/lib/check/probe/plan/send/send";
import { type Plan, waitUntil } from "@/lib/check/probe/plan/step";
import { discardBanTainted } from "@/lib/check/probe/plan/vary/discard-ban-tainted";
import { MethodContrasts } from "@/lib/check/probe/plan/vary/method-contrasts";
import { findReader, firstOutcome, isReader } from "@/lib/check/probe/plan/vary/method-outcomes";
import { CROSSED } from "@/lib/check/probe/plan/vary/plan-factors";
import { Signatures } from "@/lib/check/probe/refusals";
import { oppositeOf, type Visitor } from "@/lib/check/probe/visitor";

/** The parallel lane, which tries other User-Agents and addresses. */
export interface Beside {
  /** Whether the second visitor of the methods is known. */
  isKnown(): boolean;
  probeRemaining(): Plan<void>;
}

/** Sends all methods twice to a resource that cannot exist: eight requests cover both User-Agents and two addresses. */
export class MethodRounds extends Planner<Cells> {
  private readonly asked = new Set<string>();
  private reader: Visitor | null = null;
  private isFirstOver = false;
  private readonly crossedAs = new Map<string, Visitor>();
  readonly contrasts = new MethodContrasts(this.cells);

  private get isBackingOff(): boolean {
    return this.cells.journal.isBackingOff;
  }

  /** After a refusal, waits for `beside`: further refusals could cause a ban. */
  *probeFirst(who: Visitor, beside: Beside | null = null, crossed: (method: string) => Visitor | null = () => null): Plan<void> {
    try {
      if (beside && this.isBackingOff) yield* beside.probeRemaining();
      const at = (yield* this.readResource(who)) ? who : this.cells.isOver ? null : findReader(this.evidence);
      if (!at) return;
      this.reader = at;
      const refused: Cell[] = [];
      for (const method of METHODS) {
        if (beside && this.isBackingOff) yield* beside.probeRemaining();
        if (beside && CROSSED.has(method)) yield* waitUntil(beside.isKnown);
        const across = CROSSED.has(method) ? crossed(method) : null;
        if (across) this.crossedAs.set(method, across);
        const cell = methodCell(across ?? at, method);
        const observation = yield* this.cells.probe(cell, "method_first_round");
        if (observation && !passed(observation)) refused.push(cell);
        this.asked.add(method);
      }
      refused.push(...(yield* this.cells.substituted.resolveUnclear()));
      for (const source of new Set(refused.map((cell) => cell.source))) yield* this.confirm(refused, source);
    } finally {
      this.isFirstOver = true;
    }
  }

  private *readResource(at: Visitor): Plan<boolean> {
    const get = yield* this.cells.probe(methodCell(at, "GET"), "resource_before_methods");
    if (!get || passed(get)) return get !== null;
    if (yield* this.cells.substituted.probeOpenResource(methodCell(at, "GET"), get)) return true;
    if (yield* this.readWithKey(methodCell(at, "GET"), get)) return true;
    if (!(yield* this.cells.still.verifyStillPasses(at.source, get))) this.cells.ledger.matrix.delete(methodCell(at, "GET"));
    else yield* this.contrasts.probeRefusedResource(methodCell(at, "GET"));
    return false;
  }

  /** Guests may be refused where the key is let in: all requests for the resource then carry it. */
  private *readWithKey(cell: Cell, refusal: Observation): Plan<boolean> {
    const { cells } = this;
    const { matrix } = this.evidence;
    if (refusal.reading?.meaning !== "blocked") return false;
    const seen = yield* cells.send(cells.keyed(cells.question(cell, "resource_with_key")));
    if (!seen || !passed(seen)) return false;
    cells.addCredentials = cells.setup.withKey;
    cells.isResourceKeyed = true;
    cells.ledger.matrix.delete(cell);
    cells.keep(cell, seen);
    if (matrix.isOpen) cells.journal.relax();
    return true;
  }

  /** Repeats deferred refusals, then checks whether the address has been banned. */
  private *confirm(refused: readonly Cell[], source: Source): Plan<void> {
    const ofSource = refused.filter((cell) => cell.source === source);
    const left = yield* probeDeferredAgain(this.cells, ofSource);
    const [first] = left;
    if (first) yield* this.cells.still.verifyStillPasses(source, this.evidence.matrix.get(first));
    if (this.evidence.time.banned?.fail.question.source === source) yield* discardBanTainted(this.cells, left);
  }

  /** `choose` is asked before each method; `further` ones are sent only while nothing is refused. */
  *probeSecond(first: Visitor, other: Visitor, choose: () => readonly string[], further: readonly string[] = []): Plan<void> {
    if (isReader(this.evidence, other.source) === false) return;
    const refused: Cell[] = [];
    const alike = new Signatures();
    const inOrder = (methods: readonly string[]): string[] => METHODS.filter((method) => methods.includes(method));
    const send = (method: string) => this.probeAsOther(method, first, other, refused, alike);
    const postponed: string[] = [];
    for (const method of inOrder(choose())) {
      yield* waitUntil(() => this.isFirstOver || this.asked.has(method));
      if (!choose().includes(method)) postponed.push(method);
      else {
        if (this.isBackingOff) yield* waitUntil(() => this.isFirstOver);
        yield* send(method);
      }
    }
    for (const method of inOrder(further)) {
      yield* waitUntil(() => this.isFirstOver || this.asked.has(method));
      if (this.isBackingOff) yield* waitUntil(() => this.isFirstOver);
      if (!this.isBackingOff) yield* send(method);
    }
    yield* waitUntil(() => this.isFirstOver);
    for (const method of postponed) if (choose().includes(method)) yield* send(method);
    refused.push(...(yield* this.cells.substituted.resolveUnclear()));
    for (const source of new Set([other.source, ...refused.map((cell) => cell.source)])) yield* this.confirm(refused, source);
  }

  private *probeAsOther(method: string, first: Visitor, other: Visitor, refused: Cell[], alike: Signatures): Plan<void> {
    if (!passed(this.evidence.matrix.get(methodCell(this.reader ?? first, "GET")))) return;
    const before = firstOutcome(this.evidence, method);
    const crossedAs = this.crossedAs.get(method);
    const cell = methodCell(crossedAs ? oppositeOf(crossedAs, first, other) : other, method);
    // Send one of several equal refusals only: a firewall may count them.
    if (before && !passed(before) && alike.has(before)) return;
    const observation = yield* this.cells.probe(cell, "method_second_round");
    if (!observation || passed(observation)) return;
    refused.push(cell);
    if (before && !passed(before)) alike.add(before);
  }

  /** Sends the method without a key, if the key was refused in front of the shop, or passed where guests are refused. */
  *probeMethodWithoutKey(first: Visitor, other: Visitor, method: string): Plan<void> {
    if (!METHODS.some((known) => known === method)) return;
    const cell = methodCell(other, method);
    const isOpen = passed(yield* this.cells.probe(cell, "method_without_key"));
    if (isOpen && !this.evidence.matrix.fails(methodCell(first, method))) return;
    if (!isOpen) yield* this.confirm([cell], other.source);
    yield* this.contrasts.probeContrasts(first, other);
  }
}

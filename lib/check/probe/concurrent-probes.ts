import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { ExperimentInput } from "@/lib/check/probe/experiment-input";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import type { Identity } from "@/lib/check/probe/identity";
import type { MethodRounds } from "@/lib/check/probe/method-rounds";
import { passed, type Source } from "@/lib/check/probe/observation";
import {
  crossedIdentity,
  ENOUGH_FOR_KEYS,
  FIRST_ROUND,
  isManyAddresses,
  methodsOfMany,
  reserveOf,
  roomForSecondRound,
} from "@/lib/check/probe/plan-factors";
import { METHODS, SHARE, worthMost } from "@/lib/check/probe/plan-methods";
import type { VisitorQuestions } from "@/lib/check/probe/visitor-questions";

/** Four methods, the header and keys, and what a contrast takes. */
const ENOUGH_FOR_A_THIRD = 10;
/** Two methods, and what a contrast takes. */
const ENOUGH_FOR_A_SHARE = 5;

/** While nothing is refused: two lanes of questions, and no more of them than show every User-Agent, address and method. */
export class ConcurrentProbes {
  /** Of many addresses those that are asked everything one after the other; each of them at once, should something be refused before. */
  private readonly later: Source[] = [];
  private readonly known = Promise.withResolvers<void>();
  private readonly before: number;
  /** Requests that other User-Agents and addresses took. */
  private names = 0;
  private other: Identity | null = null;

  constructor(
    private readonly input: ExperimentInput,
    private readonly findings: Findings,
    private readonly cells: CellExecutor,
    private readonly visitors: VisitorQuestions,
    private readonly rounds: MethodRounds,
    private readonly anchor: Cell,
  ) {
    this.before = input.asker.requests;
  }

  /** Returns the second identity that the methods were asked as, if there is one. */
  async probeConcurrently(): Promise<Identity | null> {
    const { anchor, known, input } = this;
    const crossed = (method: string): Identity | null =>
      crossedIdentity(input, this.findings, anchor, method, { other: this.other, isBackingOff: input.asker.isBackingOff });
    const everybody = async (): Promise<void> => {
      await known.promise;
      for (const source of this.later) await this.askRoot(source);
    };
    const beside = { known: known.promise, everybody };
    const [, other] = await Promise.all([this.rounds.first(anchor, beside, crossed), this.askOthers().finally(known.resolve)]);
    return other;
  }

  private askRoot(source: Source) {
    return this.cells.cell({ ...this.anchor, source }, "other_addresses");
  }

  private async askOthers(): Promise<Identity | null> {
    const { anchor } = this;
    const { matrix } = this.findings;
    const name = this.input.agents.find((agent) => agent !== anchor.userAgent) ?? anchor.userAgent;
    const elsewhere = await this.askOtherAddresses(name);
    this.known.resolve();
    const [source = anchor.source, ...further] = elsewhere;
    const other = { source, userAgent: matrix.passes({ ...anchor, source, userAgent: name }) ? name : anchor.userAgent };
    if (other.userAgent !== name) await this.visitors.askNames(anchor);
    if (other.source === anchor.source && other.userAgent === anchor.userAgent) return null;
    this.other = other;
    const isShort = this.input.asker.isBackingOff;
    await this.askMethodsAsSecond(other, isShort);
    await this.askMethodsAsThird(other, further);
    await this.askMethodsOfMany(other, name, isShort);
    return other;
  }

  /** The root from every address but the anchor's, under the other User-Agent where that is enough. Returns the addresses that are let in. */
  private async askOtherAddresses(name: string): Promise<Source[]> {
    const { anchor, visitors } = this;
    const { asker, egress } = this.input;
    const { matrix } = this.findings;
    const isMany = isManyAddresses(this.input);
    const elsewhere: Source[] = [];
    const unnamed: Source[] = [];
    for (const source of egress) {
      const cell = { ...anchor, source };
      if (source === anchor.source) continue;
      const otherwise = { ...cell, userAgent: name };
      if (isMany && elsewhere.length > 0 && !asker.isBackingOff) {
        this.later.push(source);
        continue;
      }
      if (!matrix.get(cell) && !asker.isBackingOff) this.names += await visitors.askOtherName(otherwise);
      // Of the second address alone the methods will be asked under both User-Agents.
      if (elsewhere.length > 0 || !matrix.passes(otherwise)) {
        if (!matrix.get(cell)) this.names += 1;
        this.names += await visitors.letIn(cell, await this.askRoot(source));
        if (!matrix.passes(cell)) continue;
      }
      elsewhere.push(source);
      if (matrix.get(otherwise)) continue;
      // From a refusal on every address is asked once before any is asked more.
      if (asker.isBackingOff) unnamed.push(source);
      else this.names += await visitors.askOtherName(otherwise);
    }
    for (const source of elsewhere.length > 0 ? unnamed : [anchor.source])
      this.names += await visitors.askOtherName({ ...anchor, source, userAgent: name });
    return elsewhere;
  }

  /** A method that a key will be tested with need not be asked a second time without one. */
  private get spared(): string | null {
    return this.input.withKey ? this.input.probes.writeMethod : null;
  }

  private requestsOfRoots(): number {
    return this.before + this.names + FIRST_ROUND;
  }

  private async askMethodsAsSecond(other: Identity, isShort: boolean): Promise<void> {
    const { anchor, input, rounds } = this;
    const { asker } = input;
    if (isManyAddresses(input) && !isShort) {
      const left = asker.requestsLeft + asker.requests - this.requestsOfRoots();
      const { share, further } = methodsOfMany(0, this.later.length, left);
      await rounds.second(anchor, other, share, further);
      return;
    }
    const chosen = () => {
      const { words } = this.cells;
      // With a key the requests about the page of "not found" save what they cost: the dummy credential.
      // With a key, one request asks whether an order has that number before anything is written there.
      const number = input.withKey && this.findings.server.orderNumber !== null ? 1 : 0;
      const detours = asker.detours + number + words.questionsAboutRefusals + (input.withKey ? 0 : words.questionsAboutNotFound);
      return worthMost(roomForSecondRound(input, this.findings, this.requestsOfRoots() + detours), this.spared);
    };
    await rounds.second(anchor, other, chosen);
  }

  private async askMethodsAsThird(other: Identity, further: readonly Source[]): Promise<void> {
    const { anchor, input, rounds } = this;
    const { asker } = input;
    for (const source of further) {
      const third = { ...other, source };
      if (!asker.isBackingOff && asker.requestsLeft >= ENOUGH_FOR_A_THIRD) await rounds.second(anchor, third, METHODS);
      // Something else is refused besides: of what is open so far, what servers refuse most.
      else if (asker.requestsLeft >= reserveOf(input) + ENOUGH_FOR_A_SHARE) {
        const isOpen = (method: string): boolean => this.findings.matrix.passes({ ...anchor, subject: "resource", method });
        await rounds.second(anchor, third, worthMost(SHARE, this.spared).filter(isOpen));
      }
    }
  }

  private async askMethodsOfMany(other: Identity, name: string, isShort: boolean): Promise<void> {
    const { anchor, later, rounds } = this;
    const { asker } = this.input;
    for (const [index, source] of later.entries()) {
      const addressesLeft = later.length - index;
      // Each of those that are left needs two: the root under one User-Agent, and PATCH under the other.
      const spare = asker.requestsLeft - 2 * addressesLeft - ENOUGH_FOR_KEYS;
      const mayRead = passed(await this.askRoot(source));
      const otherwise = { ...anchor, source, userAgent: name };
      if (!mayRead || isShort) await (this.findings.matrix.get(otherwise) ?? this.visitors.askOtherName(otherwise));
      else if (spare > 0) {
        const { share, further } = methodsOfMany(index + 1, addressesLeft - 1, asker.requestsLeft);
        await rounds.second(anchor, { ...other, source }, share, further);
      } else await rounds.second(anchor, { ...other, source }, ["PATCH"]);
    }
  }
}

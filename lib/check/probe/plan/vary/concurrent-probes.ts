import type { Cell } from "@/lib/check/probe/findings";
import { passed, type Source } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { METHODS } from "@/lib/check/probe/plan/send/requests";
import { RESERVED } from "@/lib/check/probe/plan/send/reserved";
import { isManyAddresses, Planner } from "@/lib/check/probe/plan/send/send";
import { begin, join, type Plan, waitUntil } from "@/lib/check/probe/plan/step";
import type { MethodRounds } from "@/lib/check/probe/plan/vary/method-rounds";
import {
  crossedVisitor,
  FIRST_ROUND,
  methodsOfMany,
  reserveOf,
  roomForSecondRound,
  SHARE,
  worthMost,
} from "@/lib/check/probe/plan/vary/plan-factors";
import type { VisitorProbes } from "@/lib/check/probe/plan/vary/visitor-probes";
import type { Visitor } from "@/lib/check/probe/visitor";

/** While nothing is refused: two lanes of requests that together cover every User-Agent, address and method. */
export class ConcurrentProbes extends Planner<Cells> {
  /** With many addresses, those still to be examined: one by one, or all together after a refusal. */
  private readonly later: Source[] = [];
  private isKnown = false;
  private readonly before = this.cells.journal.requests;
  /** Number of requests for other User-Agents and addresses. */
  private userAgentProbes = 0;
  private other: Visitor | null = null;

  constructor(
    cells: Cells,
    private readonly visitors: VisitorProbes,
    private readonly rounds: MethodRounds,
    private readonly anchor: Cell,
  ) {
    super(cells);
  }

  /** Returns the second visitor of the methods, if there is one. */
  *probeConcurrently(): Plan<Visitor | null> {
    const { anchor, cells } = this;
    const crossed = (method: string): Visitor | null =>
      crossedVisitor(cells.setup, cells.evidence, anchor, method, { other: this.other, isBackingOff: cells.journal.isBackingOff });
    const first = this.rounds.probeFirst(anchor, { isKnown: () => this.isKnown, probeRemaining: () => this.probeLater() }, crossed);
    const methods = yield* begin(first);
    const others = yield* begin(this.probeOthers());
    yield* join(methods);
    return yield* join(others);
  }

  private *probeLater(): Plan<void> {
    yield* waitUntil(() => this.isKnown);
    for (const source of this.later) yield* this.probeRoot(source);
  }

  private probeRoot(source: Source) {
    return this.cells.probe({ ...this.anchor, source }, "other_addresses");
  }

  private *probeOthers(): Plan<Visitor | null> {
    try {
      return yield* this.probeAsOthers();
    } finally {
      this.isKnown = true;
    }
  }

  private *probeAsOthers(): Plan<Visitor | null> {
    const { anchor } = this;
    const { matrix } = this.evidence;
    const otherAgent = this.cells.setup.agents.find((agent) => agent !== anchor.userAgent) ?? anchor.userAgent;
    const elsewhere = yield* this.probeOtherAddresses(otherAgent);
    this.isKnown = true;
    const [source = anchor.source, ...further] = elsewhere;
    const other = { source, userAgent: matrix.passes({ ...anchor, source, userAgent: otherAgent }) ? otherAgent : anchor.userAgent };
    if (other.userAgent !== otherAgent) yield* this.visitors.probeUserAgents(anchor);
    if (other.source === anchor.source && other.userAgent === anchor.userAgent) return null;
    this.other = other;
    const isShort = this.cells.journal.isBackingOff;
    yield* this.probeMethodsAsSecond(other, isShort);
    yield* this.probeMethodsAsThird(other, further);
    yield* this.probeMethodsOfMany(other, otherAgent, isShort);
    return other;
  }

  /** Requests the root from every other address, if possible with the other User-Agent. Returns the addresses that pass. */
  private *probeOtherAddresses(otherAgent: string): Plan<Source[]> {
    const { anchor, visitors } = this;
    const { journal } = this.cells;
    const { egress } = this.cells.setup;
    const { matrix } = this.evidence;
    const isMany = isManyAddresses(this.cells.setup);
    const elsewhere: Source[] = [];
    const unnamed: Source[] = [];
    for (const source of egress) {
      const cell = { ...anchor, source };
      if (source === anchor.source) continue;
      const otherwise = { ...cell, userAgent: otherAgent };
      if (isMany && elsewhere.length > 0 && !journal.isBackingOff) {
        this.later.push(source);
        continue;
      }
      if (!matrix.passes(cell) && !journal.isBackingOff) this.userAgentProbes += yield* visitors.probeOtherUserAgent(otherwise);
      // Methods are sent with both User-Agents only from the second address.
      if (elsewhere.length > 0 || !matrix.passes(otherwise)) {
        if (!matrix.get(cell)) this.userAgentProbes += 1;
        this.userAgentProbes += yield* visitors.probeWithKey(cell, yield* this.probeRoot(source));
        if (!matrix.passes(cell)) continue;
      }
      elsewhere.push(source);
      if (matrix.get(otherwise)) continue;
      // After a refusal, every address gets one request before any gets a second.
      if (journal.isBackingOff) unnamed.push(source);
      else this.userAgentProbes += yield* visitors.probeOtherUserAgent(otherwise);
    }
    for (const source of elsewhere.length > 0 ? unnamed : [anchor.source])
      this.userAgentProbes += yield* visitors.probeOtherUserAgent({ ...anchor, source, userAgent: otherAgent });
    return elsewhere;
  }

  /** The method used to test the key; it is sent only once without the key. */
  private get spared(): string | null {
    return this.cells.setup.withKey ? this.cells.setup.probes.writeMethod : null;
  }

  private requestsOfRoots(): number {
    return this.before + this.userAgentProbes + FIRST_ROUND;
  }

  private *probeMethodsAsSecond(other: Visitor, isShort: boolean): Plan<void> {
    const { anchor, rounds } = this;
    const { setup, journal } = this.cells;
    if (isManyAddresses(setup) && !isShort) {
      const left = journal.requestsLeft + journal.requests - this.requestsOfRoots();
      const { share, further } = methodsOfMany(0, this.later.length, left);
      yield* rounds.probeSecond(anchor, other, () => share, further);
      return;
    }
    const choose = () => {
      const { substituted } = this.cells;
      // With a key, requests about the "not found" page replace the dummy credential, and one request checks the order number.
      const number = setup.withKey && this.evidence.server.orderNumber !== null ? 1 : 0;
      const detours =
        journal.detours + number + substituted.questionsAboutRefusals + (setup.withKey ? 0 : substituted.questionsAboutNotFound);
      return worthMost(roomForSecondRound(setup, this.evidence, this.requestsOfRoots() + detours), this.spared);
    };
    yield* rounds.probeSecond(anchor, other, choose);
  }

  private *probeMethodsAsThird(other: Visitor, further: readonly Source[]): Plan<void> {
    const { anchor, rounds } = this;
    const { setup, journal } = this.cells;
    for (const source of further) {
      const third = { ...other, source };
      if (!journal.isBackingOff && journal.requestsLeft >= RESERVED.methodsOfFurtherAddress)
        yield* rounds.probeSecond(anchor, third, () => METHODS);
      // Something else is refused: send only the most often refused of the methods that still pass.
      else if (journal.requestsLeft >= reserveOf(setup) + RESERVED.someMethodsOfFurtherAddress) {
        const isOpen = (method: string): boolean => this.evidence.matrix.passes({ ...anchor, subject: "resource", method });
        const open = worthMost(SHARE, this.spared).filter(isOpen);
        yield* rounds.probeSecond(anchor, third, () => open);
      }
    }
  }

  private *probeMethodsOfMany(other: Visitor, otherAgent: string, isShort: boolean): Plan<void> {
    const { anchor, later, rounds } = this;
    const { journal } = this.cells;
    for (const [index, source] of later.entries()) {
      const addressesLeft = later.length - index;
      // Each remaining address needs two requests: the root, and PATCH with the other User-Agent.
      const spare = journal.requestsLeft - 2 * addressesLeft - RESERVED.headerTest;
      const mayRead = passed(yield* this.probeRoot(source));
      const otherwise = { ...anchor, source, userAgent: otherAgent };
      if (!mayRead || isShort) {
        if (!this.evidence.matrix.get(otherwise)) yield* this.visitors.probeOtherUserAgent(otherwise);
      } else if (spare > 0) {
        const { share, further } = methodsOfMany(index + 1, addressesLeft - 1, journal.requestsLeft);
        yield* rounds.probeSecond(anchor, { ...other, source }, () => share, further);
      } else yield* rounds.probeSecond(anchor, { ...other, source }, () => ["PATCH"]);
    }
  }
}

import { type Cell, methodCell } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { type Cells, verifyRefusal } from "@/lib/check/probe/plan/send/cells";
import { METHODS } from "@/lib/check/probe/plan/send/requests";
import { RESERVED } from "@/lib/check/probe/plan/send/reserved";
import { Planner } from "@/lib/check/probe/plan/send/send";
import type { Plan } from "@/lib/check/probe/plan/step";
import { askedBy, isAskedFrom, sourcesLeft, unlikeRefusals } from "@/lib/check/probe/plan/vary/method-outcomes";
import { OFTEN_REFUSED, reserveOf } from "@/lib/check/probe/plan/vary/plan-factors";
import { Signatures, signatureOf } from "@/lib/check/probe/refusals";
import { isSame, oppositeOf, type Visitor } from "@/lib/check/probe/visitor";
import { BROWSER_AGENT } from "@/lib/connectors/egress/user-agents";

const isSlow = ({ failure }: Observation): boolean => failure?.code === "response_timed_out";

/** Where outcomes of a method differ: finds out whether the address, the User-Agent or only the pair is refused. */
export class MethodContrasts extends Planner<Cells> {
  /** By signature of the refusal: whether it is about the User-Agent or the address. */
  private readonly refusedBy = new Map<string, keyof Visitor>();
  /** Refused twice in a row. */
  private readonly confirmed = new Signatures();
  private readonly refusedFurther = new Signatures();
  private readonly refusedToControl = new Signatures();

  private readonly reserve = reserveOf(this.cells.setup);

  *probeContrasts(first: Visitor, other: Visitor): Plan<void> {
    const { matrix } = this.evidence;
    if (matrix.isOpen || METHODS.every((method) => askedBy(this.evidence, method).every(({ isOpen }) => isOpen))) return;
    for (const method of OFTEN_REFUSED) {
      yield* this.probeOnceMore(first, other, method);
      const asked = askedBy(this.evidence, method);
      const failing = asked.find(({ isOpen }) => !isOpen)?.cell;
      const passing = asked.find(({ isOpen }) => isOpen)?.cell;
      if (!failing) continue;
      for (const cell of unlikeRefusals(this.evidence, method))
        if (!(yield* this.verifyReading(cell))) {
          yield* this.probeBetweenVisitors(first, other);
          yield* this.probeAsReaders(first, other);
          return;
        }
      const refusal = matrix.get(failing);
      // Withdrawn meanwhile: equal refusals passed when repeated.
      if (!refusal) return;
      const mayAskAgain = this.cells.journal.requestsLeft >= this.reserve + RESERVED.refusalOnceMore && !this.confirmed.has(refusal);
      if (mayAskAgain && !(yield* verifyRefusal(this.cells, failing))) return;
      this.confirmed.add(refusal);
      if (!passing) {
        yield* this.probeFromControl(failing);
        yield* this.probeFromFurther(failing);
        continue;
      }
      if (yield* this.probeBetweenOutcomes(method, asked, failing, passing)) yield* this.probeRefusedAddresses(method, failing);
    }
  }

  /** Requests the cells between a refusal and a pass. Returns whether the address is refused with every User-Agent. */
  private *probeBetweenOutcomes(method: string, asked: ReturnType<typeof askedBy>, failing: Cell, passing: Cell): Plan<boolean> {
    const signature = signatureOf(this.evidence.matrix.get(failing) as Observation);
    const isKnown = (aspect: keyof Visitor): boolean =>
      asked.some(({ cell }) => cell[aspect] === failing[aspect] && !isSame(cell, failing));
    const between = [
      { same: "userAgent", source: passing.source, userAgent: failing.userAgent },
      { same: "source", source: failing.source, userAgent: passing.userAgent },
    ] as const;
    const fails = (visitor: Visitor): boolean => this.evidence.matrix.fails(methodCell(visitor, method));
    const known = this.refusedBy.get(signature);
    for (const { same, ...visitor } of known === "source" ? between.toReversed() : between) {
      // The header test and the keys matter more than a method that is refused like another one.
      if (known && this.cells.journal.requestsLeft <= this.reserve) break;
      if (isKnown(same) || isSame(visitor, failing) || isSame(visitor, passing)) continue;
      yield* this.cells.probe(methodCell(visitor, method), "method_between_outcomes");
      // The same rule as for another method.
      if (same === known && fails(visitor)) break;
    }
    const [byName, bySource] = yield* this.verifyMethodRefused(method, between, signature);
    if (byName !== bySource) this.refusedBy.set(signature, byName ? "userAgent" : "source");
    if (!byName && !bySource) {
      yield* this.probeAllAsPair(failing);
      return false;
    }
    return (
      failing.source !== passing.source && (failing.userAgent === passing.userAgent || fails({ ...failing, userAgent: passing.userAgent }))
    );
  }

  /** No single rule refuses all visitors but one, or answers with two pages: then a visitor may be refused instead of the method. */
  private *verifyMethodRefused(method: string, between: readonly Visitor[], signature: string): Plan<boolean[]> {
    const seen = between.map((visitor) => this.evidence.matrix.get(methodCell(visitor, method)));
    const refused = seen.map((one) => one !== null && !passed(one));
    for (const [index, visitor] of between.entries()) {
      const one = seen[index];
      const isDoubtful = refused[index] && (refused.every(Boolean) || (one && signatureOf(one) !== signature));
      if (isDoubtful) refused[index] = yield* this.verifyReading(visitor);
    }
    return refused;
  }

  private *probeAllAsPair(pair: Visitor): Plan<void> {
    for (const method of OFTEN_REFUSED)
      if (this.cells.journal.requestsLeft > this.reserve) yield* this.cells.probe(methodCell(pair, method), "method_as_refused_pair");
  }

  private *probeRefusedAddresses(method: string, failing: Cell): Plan<void> {
    const ask = (visitor: Visitor, by: string) => this.cells.probe(methodCell(visitor, by), "method_from_refused_addresses");
    for (const source of sourcesLeft(this.evidence, method)) yield* ask({ ...failing, source }, method);
    const closed = askedBy(this.evidence, method).filter(({ isOpen }) => !isOpen);
    for (const further of OFTEN_REFUSED)
      for (const { cell } of closed) if (!isAskedFrom(this.evidence, cell.source, further)) yield* ask(cell, further);
  }

  /** A plugin's refusal in the API's format counts as passed, as guests may not write. If only some visitors get it, it is about those. */
  *probeStoppedByPlugin(first: Visitor, other: Visitor): Plan<void> {
    const { matrix } = this.evidence;
    for (const method of METHODS) {
      const answered = askedBy(this.evidence, method).filter(({ isOpen }) => isOpen);
      const isStopped = ({ cell }: { cell: Cell }): boolean => matrix.get(cell)?.reading?.api?.says === "closed_by_plugin";
      const stopped = answered.find(isStopped);
      if (!stopped || answered.every(isStopped) || (yield* this.verifyReading(stopped.cell))) continue;
      yield* this.probeBetweenVisitors(first, other);
      return;
    }
  }

  /** Repeats a method that was sent once as the opposite pair. */
  private *probeOnceMore(first: Visitor, other: Visitor, method: string): Plan<void> {
    const [once, ...more] = askedBy(this.evidence, method);
    if (!once || more.length > 0 || this.cells.journal.requestsLeft < this.reserve + RESERVED.oppositePair) return;
    yield* this.cells.probe(methodCell(oppositeOf(once.cell, first, other), method), "method_of_opposite_pair");
  }

  /** If every address is refused but the control passes, examines every address. */
  private *probeFromControl(failing: Cell): Plan<void> {
    const { control, matrix } = this.evidence;
    const refusal = matrix.get(failing);
    // Each timeout takes ten seconds.
    if (!control || !refusal || isSlow(refusal) || this.refusedToControl.has(refusal)) return;
    const seen = yield* this.cells.probe({ ...failing, source: control }, "method_from_control");
    if (seen && !passed(seen)) this.refusedToControl.add(seen);
    if (!passed(seen)) return;
    for (const source of sourcesLeft(this.evidence, failing.method))
      yield* this.cells.probe({ ...failing, source }, "method_from_addresses_beside_control");
  }

  /** If all addresses so far are refused, tries the remaining ones, once per kind of refusal. */
  private *probeFromFurther(failing: Cell): Plan<void> {
    const { matrix } = this.evidence;
    const refusal = matrix.get(failing);
    if (!refusal || isSlow(refusal) || this.refusedFurther.has(refusal)) return;
    this.refusedFurther.add(refusal);
    for (const source of sourcesLeft(this.evidence, failing.method))
      if (this.cells.journal.requestsLeft > this.reserve) yield* this.cells.probe({ ...failing, source }, "method_from_further_addresses");
  }

  /** If it may not read, the refusal is about the visitor. */
  private *verifyReading(visitor: Visitor): Plan<boolean> {
    if (passed(yield* this.cells.probe(methodCell(visitor, "GET"), "reading_where_method_refused"))) return true;
    yield* this.cells.probe({ ...visitor, subject: "root", method: "GET" }, "root_where_reading_refused");
    return false;
  }

  private *probeBetweenVisitors(first: Visitor, other: Visitor): Plan<void> {
    const between = [
      { source: first.source, userAgent: other.userAgent },
      { source: other.source, userAgent: first.userAgent },
    ];
    for (const visitor of [...between, other]) yield* this.cells.probe(methodCell(visitor, "GET"), "resource_between_visitors");
  }

  /** A method was refused to the only visitor that sent it and may read: sends it as another one. */
  private *probeAsReaders(first: Visitor, other: Visitor): Plan<void> {
    const { matrix } = this.evidence;
    const crossed = [first, other].flatMap(({ source }) => [first, other].map(({ userAgent }) => ({ source, userAgent })));
    const readers = crossed.filter((visitor) => matrix.passes(methodCell(visitor, "GET")));
    for (const method of OFTEN_REFUSED) {
      const asked = askedBy(this.evidence, method).filter(({ cell }) => readers.some((reader) => isSame(reader, cell)));
      const [refused] = asked;
      if (!refused || asked.some(({ isOpen }) => isOpen)) continue;
      const left = readers.filter((reader) => !asked.some(({ cell }) => isSame(reader, cell)));
      const reader = left.find(({ source }) => asked.every(({ cell }) => cell.source !== source)) ?? left[0];
      if (reader && this.cells.journal.requestsLeft > this.reserve)
        yield* this.cells.probe(methodCell(reader, method), "method_as_other_reader");
    }
  }

  /** The root passes and the resource does not: finds the visitors for which the resource passes. */
  *probeRefusedResource(cell: Cell): Plan<void> {
    const { matrix, control, agents, egress } = this.evidence;
    yield* this.cells.probe({ ...cell, userAgent: BROWSER_AGENT }, "refused_resource_browser");
    for (const userAgent of agents) yield* this.cells.probe({ ...cell, userAgent }, "refused_resource_user_agents");
    if (control) yield* this.cells.probe({ ...cell, source: control }, "refused_resource_control");
    const isAboutSource = control !== null && matrix.passes({ ...cell, source: control });
    if (isAboutSource || egress.length > 1)
      for (const source of egress) yield* this.cells.probe({ ...cell, source }, "refused_resource_addresses");
  }
}

import { isRefusedAgain } from "@/lib/check/probe/ask-again";
import type { Asker } from "@/lib/check/probe/asker";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Identity, isSame, oppositeOf } from "@/lib/check/probe/identity";
import { askedBy, isAskedFrom, isLetIn, methodCell, unlikeRefusals } from "@/lib/check/probe/method-outcomes";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { METHODS, OFTEN_REFUSED } from "@/lib/check/probe/plan-methods";
import { signatureOf } from "@/lib/check/probe/refusals";
import { BROWSER_AGENT } from "@/lib/connectors/egress/browser-agent";

/** One question more, and the cells between two outcomes. */
const ENOUGH_FOR_CONTRASTS = 3;
/** The contrasts of two methods, and what was refused once more. */
const ENOUGH_TO_CONFIRM = 6;

const isSlow = ({ failure }: Observation): boolean => failure?.code === "response_timed_out";

/** Where outcomes of a method differ, asks the cells between them: is the address refused, the User-Agent, or only both together? */
export class MethodContrasts {
  /** Whether refusals of this signature are about the name or the address. */
  private readonly refusedBy = new Map<string, keyof Identity>();
  /** How methods were refused twice in a row. */
  private readonly confirmed = new Set<string>();
  /** How methods were refused to addresses that share them. */
  private readonly refusedFurther = new Set<string>();
  /** How methods were refused to the control as well. */
  private readonly refusedToControl = new Set<string>();

  constructor(
    private readonly cells: CellExecutor,
    private readonly findings: Findings,
    private readonly asker: Asker,
    /** Requests that are left for what comes after the methods. */
    private readonly reserve: number,
  ) {}

  /** Where outcomes of a method differ: is it the address, the name, or only both together? */
  async contrast(first: Identity, other: Identity): Promise<void> {
    const { matrix } = this.findings;
    if (matrix.isOpen || METHODS.every((method) => askedBy(this.findings, method).every(({ isOpen }) => isOpen))) return;
    for (const method of OFTEN_REFUSED) {
      await this.askOnceMore(first, other, method);
      const asked = askedBy(this.findings, method);
      const failing = asked.find(({ isOpen }) => !isOpen)?.cell;
      const passing = asked.find(({ isOpen }) => isOpen)?.cell;
      if (!failing) continue;
      for (const cell of unlikeRefusals(this.findings, method))
        if (!(await this.mayRead(cell))) {
          await this.contrastVisitors(first, other);
          return;
        }
      const signature = signatureOf(this.findings.matrix.get(failing) as Observation);
      const mayAskAgain = this.asker.requestsLeft >= this.reserve + ENOUGH_TO_CONFIRM && !this.confirmed.has(signature);
      if (mayAskAgain && !(await isRefusedAgain(this.cells, this.findings, this.asker, failing))) return;
      this.confirmed.add(signature);
      if (!passing) {
        await this.contrastControl(failing);
        await this.contrastFurther(failing);
        continue;
      }
      if (await this.contrastOutcomes(method, asked, failing, passing)) await this.askRefusedAddresses(method, failing);
    }
  }

  /** The cells between a refusal and a pass. Returns whether the method is refused from an address, whatever the User-Agent. */
  private async contrastOutcomes(method: string, asked: ReturnType<typeof askedBy>, failing: Cell, passing: Cell): Promise<boolean> {
    const signature = signatureOf(this.findings.matrix.get(failing) as Observation);
    const isKnown = (aspect: keyof Identity): boolean =>
      asked.some(({ cell }) => cell[aspect] === failing[aspect] && !isSame(cell, failing));
    const between = [
      { same: "userAgent", source: passing.source, userAgent: failing.userAgent },
      { same: "source", source: failing.source, userAgent: passing.userAgent },
    ] as const;
    const fails = (identity: Identity): boolean => this.findings.matrix.fails(methodCell(identity, method));
    const known = this.refusedBy.get(signature);
    for (const { same, ...identity } of known === "source" ? between.toReversed() : between) {
      // The header and the keys are worth more than to contrast a method that is refused like another one.
      if (known && this.asker.requestsLeft <= this.reserve) break;
      if (isKnown(same) || isSame(identity, failing) || isSame(identity, passing)) continue;
      await this.cells.cell(methodCell(identity, method), "method_between_outcomes");
      // Refused like another method, and as that one was: by the same rule.
      if (same === known && fails(identity)) break;
    }
    const [byName, bySource] = between.map(fails);
    if (byName !== bySource) this.refusedBy.set(signature, byName ? "userAgent" : "source");
    if (!byName && !bySource) {
      await this.askAllAsPair(failing);
      return false;
    }
    return (
      failing.source !== passing.source && (failing.userAgent === passing.userAgent || fails({ ...failing, userAgent: passing.userAgent }))
    );
  }

  /** Refused to one pair of User-Agent and address alone: which other methods are? */
  private async askAllAsPair(pair: Identity): Promise<void> {
    for (const method of OFTEN_REFUSED)
      if (this.asker.requestsLeft > this.reserve) await this.cells.cell(methodCell(pair, method), "method_as_refused_pair");
  }

  /** Refused from one address: from our other addresses too, and what else is refused from those? */
  private async askRefusedAddresses(method: string, failing: Cell): Promise<void> {
    const ask = (identity: Identity, by: string) => this.cells.cell(methodCell(identity, by), "method_from_refused_addresses");
    for (const source of this.findings.egress)
      if (isLetIn(this.findings, source) && !isAskedFrom(this.findings, source, method)) await ask({ ...failing, source }, method);
    const closed = askedBy(this.findings, method).filter(({ isOpen }) => !isOpen);
    for (const further of OFTEN_REFUSED)
      for (const { cell } of closed) if (!isAskedFrom(this.findings, cell.source, further)) await ask(cell, further);
  }

  /**
   * Methods that a plugin refuses in the words of the API count as let through, since guests may not write. But words that some identities alone hear
   * are about those: may they read?
   */
  async contrastWords(first: Identity, other: Identity): Promise<void> {
    const { matrix } = this.findings;
    for (const method of METHODS) {
      const heard = askedBy(this.findings, method).filter(({ isOpen }) => isOpen);
      const isStopped = ({ cell }: { cell: Cell }): boolean => matrix.get(cell)?.reading?.api?.says === "closed_by_plugin";
      const stopped = heard.find(isStopped);
      if (!stopped || heard.every(isStopped) || (await this.mayRead(stopped.cell))) continue;
      await this.contrastVisitors(first, other);
      return;
    }
  }

  /** Asked once alone, and this or another method refused: also from the other address under the other name? */
  private async askOnceMore(first: Identity, other: Identity, method: string): Promise<void> {
    const [once, ...more] = askedBy(this.findings, method);
    if (!once || more.length > 0 || this.asker.requestsLeft < this.reserve + ENOUGH_FOR_CONTRASTS) return;
    await this.cells.cell(methodCell(oppositeOf(once.cell, first, other), method), "method_of_opposite_pair");
  }

  /** Refused to every source: to an address that is not published as well? Where not, each source is asked, for the list of them. */
  private async contrastControl(failing: Cell): Promise<void> {
    const { control, matrix, egress } = this.findings;
    const refusal = matrix.get(failing);
    // Each silence takes ten seconds, and what is refused there alike needs no second question.
    if (!control || !refusal || isSlow(refusal) || this.refusedToControl.has(signatureOf(refusal))) return;
    const seen = await this.cells.cell({ ...failing, source: control }, "method_from_control");
    if (seen && !passed(seen)) this.refusedToControl.add(signatureOf(seen));
    if (!passed(seen)) return;
    for (const source of egress)
      if (isLetIn(this.findings, source) && !isAskedFrom(this.findings, source, failing.method))
        await this.cells.cell({ ...failing, source }, "method_from_addresses_beside_control");
  }

  /** Refused to all that were asked: to the other sources as well? Once for what is refused alike. */
  private async contrastFurther(failing: Cell): Promise<void> {
    const { matrix, egress } = this.findings;
    const refusal = matrix.get(failing);
    if (!refusal || isSlow(refusal) || this.refusedFurther.has(signatureOf(refusal))) return;
    this.refusedFurther.add(signatureOf(refusal));
    for (const source of egress)
      if (isLetIn(this.findings, source) && !isAskedFrom(this.findings, source, failing.method) && this.asker.requestsLeft > this.reserve)
        await this.cells.cell({ ...failing, source }, "method_from_further_addresses");
  }

  /** Whether an identity may read whose method was refused: else the refusal is about the visitor. */
  private async mayRead(identity: Identity): Promise<boolean> {
    if (passed(await this.cells.cell(methodCell(identity, "GET"), "reading_where_method_refused"))) return true;
    await this.cells.cell({ ...identity, subject: "root", method: "GET" }, "root_where_reading_refused");
    return false;
  }

  /** One identity may read what the other may not: is it the address or the User-Agent? */
  private async contrastVisitors(first: Identity, other: Identity): Promise<void> {
    const between = [
      { source: first.source, userAgent: other.userAgent },
      { source: other.source, userAgent: first.userAgent },
    ];
    for (const identity of [...between, other]) await this.cells.cell(methodCell(identity, "GET"), "resource_between_visitors");
  }

  /** The root passes and the resource does not: for whom, and from where? */
  async contrastResource(cell: Cell): Promise<void> {
    const { matrix, control, agents, egress } = this.findings;
    await this.cells.cell({ ...cell, userAgent: BROWSER_AGENT }, "refused_resource_browser");
    for (const userAgent of agents) await this.cells.cell({ ...cell, userAgent }, "refused_resource_names");
    if (control) await this.cells.cell({ ...cell, source: control }, "refused_resource_control");
    const isAboutSource = control !== null && matrix.passes({ ...cell, source: control });
    if (isAboutSource || egress.length > 1)
      for (const source of egress) await this.cells.cell({ ...cell, source }, "refused_resource_addresses");
  }
}

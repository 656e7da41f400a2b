import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { ExperimentInput } from "@/lib/check/probe/experiment-input";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import type { Identity } from "@/lib/check/probe/identity";
import { letInByKey } from "@/lib/check/probe/let-in-by-key";
import { isUnansweredInTime, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Nothing was sent: no name was heard, so another one changes nothing. */
const isUnheard = (observation: Observation | null): boolean =>
  observation === null || (observation.failure !== null && observation.failure.phase !== "answer");

/** GET of the root by other identities: which User-Agents and addresses are let in. */
export class VisitorQuestions {
  private readonly hasKeyTried = new Set<Source>();

  constructor(
    private readonly input: ExperimentInput,
    private readonly findings: Findings,
    private readonly cells: CellExecutor,
  ) {}

  /** Refused, and let in by our key? Each address is asked that once. Returns how many requests it took. */
  async letIn(identity: Identity, seen: Observation | null): Promise<number> {
    if (!seen || passed(seen) || this.hasKeyTried.has(identity.source)) return 0;
    this.hasKeyTried.add(identity.source);
    return letInByKey(this.input, this.findings, this.cells, identity, seen);
  }

  /** Every name at every address that passes under some name; where a name is refused at the anchor too, asking elsewhere proves nothing new. */
  async askNames(anchor: Cell): Promise<void> {
    const { agents, egress } = this.input;
    const { matrix } = this.findings;
    for (const source of egress)
      await this.letIn({ ...anchor, source }, await this.cells.cell({ ...anchor, source }, "addresses_after_refusal"));
    for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "names_from_each_address");
    const askFrom = async (source: Source): Promise<void> => {
      for (const userAgent of agents)
        if (!matrix.fails({ ...anchor, userAgent })) await this.cells.cell({ ...anchor, source, userAgent }, "names_from_each_address");
    };
    const silent: Source[] = [];
    for (const source of egress) {
      const seen = matrix.get({ ...anchor, source });
      if (source === anchor.source || isUnheard(seen) || seen?.reading?.meaning === "rate_limited") continue;
      if (seen && isUnansweredInTime(seen)) silent.push(source);
      else await askFrom(source);
    }
    await Promise.all(silent.map(askFrom));
  }

  /**
   * GET of the root under the other name, with another question: the answer to the first one would come from a cache.
   * @returns how many requests that took
   */
  async askOtherName(cell: Cell): Promise<number> {
    const { probes } = this.input;
    const { matrix } = this.findings;
    const { rootVariant } = probes;
    const plainly = async (): Promise<number> => {
      if (matrix.get(cell)) return 0;
      const seen = await this.cells.cell(cell, "other_name");
      return Number(seen !== null) + (await this.letIn(cell, seen));
    };
    const isOrdinary = this.cells.root === probes.root && !this.cells.keyedSources.has(cell.source);
    if (!rootVariant || !isOrdinary || this.findings.server.cached) return plainly();
    const ask = (rule: AskRule, request: ProbeRequest) => this.cells.once({ ...this.cells.question(cell, rule), request });
    const seen = await ask("other_name", rootVariant.request);
    if (!seen?.answer || !passed(seen)) {
      const requests = 1 + (await this.letIn(cell, seen));
      return matrix.passes(cell) ? requests : requests + (await plainly());
    }
    this.cells.keep(cell, seen);
    if (!rootVariant.isStale(seen.answer)) return 1;
    // Either a cache answered, or this shop ignores such queries: an address that no cache has seen decides.
    const unseen = await ask("other_name_at_unseen_address", rootVariant.elsewhere);
    if (!unseen?.answer || !passed(unseen)) return 2;
    if (rootVariant.isStale(unseen.answer)) this.findings.server.losesQuery = true;
    else this.findings.server.cached = { pass: unseen, fail: seen };
    return 2;
  }
}

import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import { ConcurrentProbes } from "@/lib/check/probe/concurrent-probes";
import type { ExperimentInput } from "@/lib/check/probe/experiment-input";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import type { Identity } from "@/lib/check/probe/identity";
import { MethodRounds } from "@/lib/check/probe/method-rounds";
import type { Question } from "@/lib/check/probe/observation";
import { findUnseen, firstIdentity, reserveOf, roomForSecondRound, secondIdentity } from "@/lib/check/probe/plan-factors";
import { worthMost } from "@/lib/check/probe/plan-methods";
import { VisitorQuestions } from "@/lib/check/probe/visitor-questions";

/** The factors around a request that passed, one at a time: User-Agents, addresses, methods. */
export class Factors {
  /** The second identity that all methods were asked as. */
  other: Identity | null = null;
  /** Pairs of User-Agent and address that no request was made as yet: what comes next is, each as one of them. */
  unseen: Identity[] = [];
  private rounds: MethodRounds | null = null;
  private readonly visitors: VisitorQuestions;

  constructor(
    private readonly input: ExperimentInput,
    private readonly findings: Findings,
    private readonly cells: CellExecutor,
  ) {
    this.visitors = new VisitorQuestions(input, findings, cells);
  }

  /** Everything else, one factor at a time around the cell that works. */
  async vary(anchor: Cell): Promise<void> {
    const { input, findings } = this;
    const { egress, agents, asker, probes } = input;
    findings.working = anchor;
    for (const source of egress) await this.visitors.letIn({ source, userAgent: agents[1] }, findings.matrix.get({ ...anchor, source }));
    const rounds = new MethodRounds(this.cells, findings, asker, reserveOf(input));
    this.rounds = rounds;
    if (asker.isBackingOff || !probes.needsAllMethods) {
      await this.probeSequentially(anchor, rounds);
      return;
    }
    const concurrent = new ConcurrentProbes(input, findings, this.cells, this.visitors, rounds, anchor);
    const other = await concurrent.probeConcurrently();
    if (!other) return;
    this.other = other;
    this.unseen = findUnseen(input, findings, this.cells.asked, anchor, other);
    await this.contrast(rounds, anchor, other);
  }

  /** As whom the next request is made; an address that is let in by our key alone only by that. */
  nextUnseen(credential: Question["credential"]): Identity | null {
    const isKeyed = ({ source }: Identity): boolean => this.cells.keyedSources.has(source);
    const next =
      (credential === "key" ? this.unseen.find(isKeyed) : null) ?? this.unseen.find((one) => credential === "key" || !isKeyed(one));
    this.unseen = this.unseen.filter((one) => one !== next);
    return next ?? null;
  }

  /** From a refusal on: one question after the other, all pairs of User-Agents and addresses. */
  private async probeSequentially(anchor: Cell, rounds: MethodRounds): Promise<void> {
    const { input, findings } = this;
    const { agents, probes, asker, withKey } = input;
    for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "names_after_refusal");
    const first = firstIdentity(input, findings, anchor);
    if (probes.needsAllMethods) await rounds.first(first);
    else await this.cells.cell({ ...first, subject: "resource", method: "POST" }, "write_to_cloud_shop");
    await this.visitors.askNames(anchor);
    const other = secondIdentity(input, findings, anchor, first);
    const isFirst = other.source === first.source && other.userAgent === first.userAgent;
    if (!probes.needsAllMethods || anchor.source.kind === "control" || isFirst) return;
    this.other = other;
    const room = Math.min(roomForSecondRound(input, findings, asker.requests), asker.requestsLeft - reserveOf(input));
    await rounds.second(first, other, worthMost(room, withKey ? probes.writeMethod : null));
    await this.contrast(rounds, first, other);
  }

  private async contrast(rounds: MethodRounds, first: Identity, other: Identity): Promise<void> {
    await rounds.contrasts.contrast(first, other);
    // With a key no identity has to be let in without one.
    if (!this.input.withKey) await rounds.contrasts.contrastWords(first, other);
  }

  /** Is a method refused without a key as well? */
  async askMethodAgain(method: string): Promise<void> {
    const { working } = this.findings;
    if (!working || !this.rounds) return;
    const first = firstIdentity(this.input, this.findings, working);
    await this.rounds.askAgain(first, this.other ?? first, method);
  }
}

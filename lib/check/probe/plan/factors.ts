import type { Cell } from "@/lib/check/probe/findings";
import type { Question } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/cells";
import { ConcurrentProbes } from "@/lib/check/probe/plan/concurrent-probes";
import { MethodRounds } from "@/lib/check/probe/plan/method-rounds";
import { findUnseen, firstVisitor, reserveOf, roomForSecondRound, secondVisitor } from "@/lib/check/probe/plan/plan-factors";
import { worthMost } from "@/lib/check/probe/plan/plan-methods";
import { Planner } from "@/lib/check/probe/plan/send";
import type { Plan } from "@/lib/check/probe/plan/step";
import { VisitorProbes } from "@/lib/check/probe/plan/visitor-probes";
import type { Visitor } from "@/lib/check/probe/visitor";

/** Varies one factor at a time around a request that passed: User-Agents, addresses, methods. */
export class Factors extends Planner<Cells> {
  other: Visitor | null = null;
  /** Unused pairs of User-Agent and address, for later requests. */
  unseen: Visitor[] = [];
  private rounds: MethodRounds | null = null;
  private readonly visitors = new VisitorProbes(this.cells);

  *vary(anchor: Cell): Plan<void> {
    const { setup, findings, journal } = this.cells;
    const { egress, agents, probes } = setup;
    findings.working = anchor;
    for (const source of egress)
      yield* this.visitors.probeWithKey({ source, userAgent: agents[1] }, findings.matrix.get({ ...anchor, source }));
    const rounds = new MethodRounds(this.cells);
    this.rounds = rounds;
    if (journal.isBackingOff || !probes.needsAllMethods) {
      yield* this.probeSequentially(anchor, rounds);
      return;
    }
    const concurrent = new ConcurrentProbes(this.cells, this.visitors, rounds, anchor);
    const other = yield* concurrent.probeConcurrently();
    if (!other) return;
    this.other = other;
    this.unseen = findUnseen(setup, findings, this.cells.cellsOfVisitorsLetIn, anchor, other);
    yield* this.contrast(rounds, anchor, other);
  }

  /** The visitor of the next request. An address that needs the key is used only for requests with it. */
  nextUnseen(credential: Question["credential"]): Visitor | null {
    const isKeyed = ({ source }: Visitor): boolean => this.cells.keyedSources.has(source);
    const next =
      (credential === "key" ? this.unseen.find(isKeyed) : null) ?? this.unseen.find((one) => credential === "key" || !isKeyed(one));
    this.unseen = this.unseen.filter((one) => one !== next);
    return next ?? null;
  }

  /** After a refusal: all pairs of User-Agents and addresses, one request at a time. */
  private *probeSequentially(anchor: Cell, rounds: MethodRounds): Plan<void> {
    const { setup, findings, journal } = this.cells;
    const { agents, probes, withKey } = setup;
    for (const userAgent of agents) yield* this.cells.probe({ ...anchor, userAgent }, "names_after_refusal");
    const first = firstVisitor(setup, findings, anchor);
    if (probes.needsAllMethods) yield* rounds.first(first);
    else yield* this.cells.probe({ ...first, subject: "resource", method: "POST" }, "write_to_cloud_shop");
    yield* this.visitors.probeUserAgents(anchor);
    const other = secondVisitor(setup, findings, anchor, first);
    const isFirst = other.source === first.source && other.userAgent === first.userAgent;
    if (!probes.needsAllMethods || anchor.source.kind === "control" || isFirst) return;
    this.other = other;
    const room = Math.min(roomForSecondRound(setup, findings, journal.requests), journal.requestsLeft - reserveOf(setup));
    yield* rounds.second(first, other, worthMost(room, withKey ? probes.writeMethod : null));
    yield* this.contrast(rounds, first, other);
  }

  private *contrast(rounds: MethodRounds, first: Visitor, other: Visitor): Plan<void> {
    yield* rounds.contrasts.contrast(first, other);
    // With a key, it does not matter whether guests pass.
    if (!this.cells.setup.withKey) yield* rounds.contrasts.contrastWords(first, other);
  }

  *contrastResource(cell: Cell): Plan<void> {
    if (this.rounds) yield* this.rounds.contrasts.contrastResource(cell);
  }

  *probeMethodAgain(method: string): Plan<void> {
    const { setup, findings } = this.cells;
    const { working } = findings;
    if (!working || !this.rounds) return;
    const first = firstVisitor(setup, findings, working);
    yield* this.rounds.askAgain(first, this.other ?? first, method);
  }
}

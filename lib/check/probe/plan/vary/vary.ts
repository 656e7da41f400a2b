import type { Cell } from "@/lib/check/probe/findings";
import type { Variation } from "@/lib/check/probe/plan/facts";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { Planner } from "@/lib/check/probe/plan/send/send";
import type { Plan } from "@/lib/check/probe/plan/step";
import { ConcurrentProbes } from "@/lib/check/probe/plan/vary/concurrent-probes";
import { MethodRounds } from "@/lib/check/probe/plan/vary/method-rounds";
import {
  findUnseen,
  firstVisitor,
  reserveOf,
  roomForSecondRound,
  secondVisitor,
  worthMost,
} from "@/lib/check/probe/plan/vary/plan-factors";
import { VisitorProbes } from "@/lib/check/probe/plan/vary/visitor-probes";
import type { Visitor } from "@/lib/check/probe/visitor";

/** Varies one factor at a time around a request that passed: User-Agents, addresses, methods. */
class Factors extends Planner<Cells> {
  private readonly visitors = new VisitorProbes(this.cells);
  private readonly rounds = new MethodRounds(this.cells);

  *vary(working: Cell): Plan<Variation> {
    const { setup, evidence, journal } = this.cells;
    const { egress, agents, probes } = setup;
    this.cells.working = working;
    for (const source of egress)
      yield* this.visitors.probeWithKey({ source, userAgent: agents[1] }, evidence.matrix.get({ ...working, source }));
    if (journal.isBackingOff || !probes.needsAllMethods) return this.variationOf(working, yield* this.probeSequentially(working), []);
    const other = yield* new ConcurrentProbes(this.cells, this.visitors, this.rounds, working).probeConcurrently();
    if (!other) return this.variationOf(working, null, []);
    const unseen = findUnseen(setup, evidence, this.cells.cellsOfVisitorsLetIn, working, other);
    yield* this.probeContrasts(working, other);
    return this.variationOf(working, other, unseen);
  }

  private variationOf(working: Cell, other: Visitor | null, unseen: readonly Visitor[]): Variation {
    const { rounds, visitors } = this;
    const { setup, evidence } = this.cells;
    return {
      working,
      other,
      unseen,
      cache: visitors.cache,
      *probeMethodWithoutKey(method) {
        const first = firstVisitor(setup, evidence, working);
        yield* rounds.probeMethodWithoutKey(first, other ?? first, method);
      },
      probeRefusedResource: (cell) => rounds.contrasts.probeRefusedResource(cell),
    };
  }

  /** After a refusal: all pairs of User-Agents and addresses, one request at a time. */
  private *probeSequentially(anchor: Cell): Plan<Visitor | null> {
    const { setup, evidence, journal } = this.cells;
    const { agents, probes, withKey } = setup;
    for (const userAgent of agents) yield* this.cells.probe({ ...anchor, userAgent }, "user_agents_after_refusal");
    const first = firstVisitor(setup, evidence, anchor);
    if (probes.needsAllMethods) yield* this.rounds.probeFirst(first);
    else yield* this.cells.probe({ ...first, subject: "resource", method: "POST" }, "write_to_cloud_shop");
    yield* this.visitors.probeUserAgents(anchor);
    const other = secondVisitor(setup, evidence, anchor, first);
    const isFirst = other.source === first.source && other.userAgent === first.userAgent;
    if (!probes.needsAllMethods || anchor.source.kind === "control" || isFirst) return null;
    const room = Math.min(roomForSecondRound(setup, evidence, journal.requests), journal.requestsLeft - reserveOf(setup));
    const chosen = worthMost(room, withKey ? probes.writeMethod : null);
    yield* this.rounds.probeSecond(first, other, () => chosen);
    yield* this.probeContrasts(first, other);
    return other;
  }

  private *probeContrasts(first: Visitor, other: Visitor): Plan<void> {
    yield* this.rounds.contrasts.probeContrasts(first, other);
    // With a key, it does not matter whether guests pass.
    if (!this.cells.setup.withKey) yield* this.rounds.contrasts.probeStoppedByPlugin(first, other);
  }
}

export const vary = (cells: Cells, working: Cell): Plan<Variation> => new Factors(cells).vary(working);

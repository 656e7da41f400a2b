import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Cell } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed } from "@/lib/check/probe/observation";
import { isFault } from "@/lib/check/probe/plan/evidence/faults";
import { isFromBeforeBan, mayBeDeferred, mayHaveBeenTrouble } from "@/lib/check/probe/plan/evidence/plan-repeats";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/requests";
import type { CheckSetup } from "@/lib/check/probe/plan/send/send";
import { ConfirmingSender, ONLY_TROUBLE } from "@/lib/check/probe/plan/send/send-until-confirmed";
import { CleanRoots } from "@/lib/check/probe/plan/send/still-passing";
import { SubstitutedPage } from "@/lib/check/probe/plan/send/substituted-page";
import type { Plan } from "@/lib/check/probe/plan/step";
import { isAnswerOfShop, isTransient, isTrouble, Signatures, signatureOf } from "@/lib/check/probe/refusals";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** The cells of the matrix: each is requested once, and counts once its outcome is confirmed. */
export class Cells extends ConfirmingSender {
  readonly substituted: SubstitutedPage;

  constructor(setup: CheckSetup) {
    super(setup);
    this.substituted = new SubstitutedPage(this);
  }

  /** Cells that show whether their visitor is let in: a refused method, or a proxy's answer to OPTIONS, does not. */
  get cellsOfVisitorsLetIn(): Cell[] {
    const isConclusive = (one: Observation): boolean => passed(one) && Boolean(one.reading?.api);
    const conclusive = this.evidence.matrix.entries().filter(({ cell, observation }) => cell.method === "GET" || isConclusive(observation));
    return [...conclusive.map(({ cell }) => cell), ...this.substituted.passedServer];
  }

  /** Requests one cell, with repeats. Null if it was not requested. */
  *probe(cell: Cell, rule: AskRule): Plan<Observation | null> {
    const { matrix } = this.evidence;
    const known = matrix.get(cell);
    if (known) return known;
    const { journal } = this;
    if (this.isOver || !journal.canReach(cell.source)) return null;
    if (yield* this.still.verifyTurns()) return null;
    const { countsByUrl } = this.evidence.time;
    if (countsByUrl && countsByUrl.fail.question.subject === cell.subject) return null;
    const open = cell.subject === "root" ? yield* this.probeCleanRoot(cell) : null;
    const question = this.question(cell, rule);
    const first = yield* this.send(question);
    if (!first) return null;
    if (!passed(first) && !isFault(first) && !first.probe.coldConnection && (yield* this.substituted.probeOpenResource(cell, first)))
      return matrix.get(cell);
    if (yield* this.substituted.verifySubstitution(cell, first)) return null;
    const repeated = { ...question, rule: "outcome_again" } as const;
    let observation = passed(first)
      ? yield* this.sendAgainIfCut(repeated, first)
      : mayBeDeferred(cell, first)
        ? first
        : yield* this.sendAgainAtOnce(repeated, first);
    // A momentary failure counts only if it was repeated.
    if (observation === first && isTransient(first) && journal.requestsLeft <= 0) return null;
    if (!passed(observation)) {
      if (!isAnswerOfShop(observation)) journal.backOff();
      if (this.hasEndedLike(observation)) return null;
      if (yield* this.verifyAboutTime(observation, cell.method)) {
        if (!isFromBeforeBan(first, this.evidence.time.banned)) return null;
        this.ledger.matrix.set(cell, first);
        return first;
      }
      observation = yield* this.sendAgainLater(repeated, observation);
      if (this.still.cleanRoots && cell.subject === "root") this.still.cleanRoots.hasCachedRefusal = true;
      if (open && !passed(observation)) this.ledger.beside.set(observation, open);
    }
    this.keep(cell, observation);
    return observation;
  }

  /** Because a cache keeps refusals, no URL of the root is requested twice from now on. */
  probeAtUnseen(root: ProbeRequest, count: number): void {
    this.still.cleanRoots = new CleanRoots(root, count);
  }

  /** Moves on to a URL of the root without a cached refusal; for another source, to a URL that passes for the working visitor. */
  private *probeCleanRoot({ source }: Cell): Plan<Observation | null> {
    const { cleanRoots } = this.still;
    const { working } = this;
    if (!cleanRoots?.hasCachedRefusal) return null;
    this.root = cleanRoots.next();
    cleanRoots.hasCachedRefusal = false;
    const open = working && source !== working.source ? yield* this.send(this.question(working, "passing_beside_refusal")) : null;
    return passed(open) ? open : null;
  }

  private hasEndedLike(refusal: Observation): boolean {
    const { banned } = this.evidence.time;
    return this.isStopped && banned !== null && signatureOf(refusal) === signatureOf(banned.fail);
  }
}

/** Repeats requests that failed before anything had passed, in case the fault was momentary. */
export function* probeTroubledAgain(cells: Cells): Plan<void> {
  if (!cells.hasPassed) return;
  const { known } = cells;
  const { matrix } = cells.evidence;
  /** Sources that failed the same way twice: their other User-Agents and the control need no third request. */
  const decided: Cell["source"][] = [];
  for (const { cell, observation } of [...matrix.entries()]) {
    if (!mayHaveBeenTrouble(observation)) continue;
    const isDecided = decided.includes(cell.source) || (decided.length > 0 && cell.source.kind === "control");
    if (isDecided && (known.closures.has(observation) || known.lasting.has(observation))) continue;
    const again = yield* cells.sendUntilConfirmed(cells.question(cell, "trouble_again"), ONLY_TROUBLE);
    if (again && passed(again)) cells.keep(cell, again);
    if (!again || passed(again) || !(isTrouble(again) || isClosedUnanswered(again))) continue;
    decided.push(cell.source);
    if (isTrouble(again)) known.lasting.add(again);
  }
}

/** A refusal of one visitor may be chance: repeats it once before it is examined. If it passes, equal refusals are withdrawn. */
export function* verifyRefusal(cells: Cells, cell: Cell): Plan<boolean> {
  const refusal = cells.evidence.matrix.get(cell);
  if (!refusal || (refusal.reading?.meaning !== "blocked" && !isClosedUnanswered(refusal))) return true;
  const again = yield* cells.send(cells.question(cell, "chance_again"), TO_CONFIRM);
  if (!again || !passed(again)) return true;
  cells.still.noteIntermittent({ pass: again, fail: refusal });
  return false;
}

/** Repeats the deferred cells and returns those that are still refused. */
export function* probeDeferredAgain(cells: Cells, refused: readonly Cell[]): Plan<Cell[]> {
  const { matrix } = cells.evidence;
  const left: Cell[] = [];
  const cold = new Signatures();
  for (const cell of refused) {
    const observation = matrix.get(cell);
    if (observation?.probe.coldConnection) cold.add(observation);
  }
  for (const cell of refused) {
    const first = matrix.get(cell);
    if (!first) continue;
    if (!first.probe.coldConnection && !cold.has(first) && !cells.isOver) {
      const again = yield* cells.send(cells.question(cell, "deferred_refusal_again"), TO_CONFIRM);
      if (again) cells.ledger.matrix.set(cell, again);
      if (again && !passed(again)) cold.add(again);
    }
    if (!matrix.passes(cell)) left.push(cell);
  }
  return left;
}

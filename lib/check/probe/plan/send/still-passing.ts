import type { EvidencePair } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { INTERMITTENT_MS } from "@/lib/check/probe/plan/evidence/plan-repeats";
import { REPEATS_THAT_A_BAN_OUTLASTS } from "@/lib/check/probe/plan/evidence/policy";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/requests";
import { Planner, type Sender } from "@/lib/check/probe/plan/send/send";
import { isIntermittent, probeInTurns, RESERVED_FOR_TURNS } from "@/lib/check/probe/plan/send/turns";
import { type Plan, wait } from "@/lib/check/probe/plan/step";
import { isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** The same request at a URL that no cache has seen; shops ignore the parameter. */
export const atUnseenAddress = (request: ProbeRequest, count: number): ProbeRequest => ({
  ...request,
  path: `${request.path}${request.path.includes("?") ? "&" : "?"}unseen=${count}`,
});

/** URLs of the root that no cache has seen, for caches that serve refusals to everyone. */
export class CleanRoots {
  /** The current URL was refused once, so a cache may hold the refusal. */
  hasCachedRefusal = false;

  constructor(
    private readonly root: ProbeRequest,
    private count: number,
  ) {}

  next(): ProbeRequest {
    this.count += 1;
    return atUnseenAddress(this.root, this.count);
  }
}

/** Checks whether what passed before still passes. If not: a ban, a limit, trouble, or one of several servers. */
export class StillPassing extends Planner<Sender> {
  intermittent: string | null = null;
  /** Null unless a cache keeps refusals. */
  cleanRoots: CleanRoots | null = null;
  private isAskedInTurns = false;

  /** Something that passed from this source, else from any. Limits may count per URL, so the refused path comes first. */
  private goodFrom(source: Source, path: string | null): Observation | null {
    const { matrix } = this.evidence;
    const alike = matrix.select({ source }).filter(({ observation }) => passed(observation) && observation.probe.path === path);
    const same = alike.find(({ cell }) => cell.method === "GET") ?? alike[0];
    return same?.observation ?? this.cells.passedFrom.get(source) ?? this.cells.passedFrom.values().next().value ?? null;
  }

  /** Requests are refused and passed in turns: several servers may alternate, and then the matrix proves nothing. */
  *verifyTurns(): Plan<boolean> {
    const { journal } = this.cells;
    const mayBeLast = this.intermittent !== null && journal.requestsLeft <= RESERVED_FOR_TURNS;
    if (this.isAskedInTurns || !(mayBeLast || isIntermittent(journal.observations))) return false;
    this.isAskedInTurns = true;
    if (yield* probeInTurns(this.cells)) this.cells.isStopped = true;
    return this.cells.isStopped;
  }

  /** Whether a refused visitor passes at a new path: then it is neither banned nor refused by a rule. */
  *verifyUnaskedPath({ question: { source, userAgent }, probe: { path: refused } }: Observation): Plan<boolean> {
    const resource = this.cells.resource("GET");
    const path = resource.path.replace(/9(?=\D*$)/, "8");
    if (path === resource.path || refused.endsWith(path)) return false;
    const question = this.cells.question({ subject: "resource", method: "GET", source, userAgent }, "unasked_path", { ...resource, path });
    return passed(yield* this.cells.send(question, TO_CONFIRM));
  }

  /** Repeats what passed before. Ends the check if a ban, a limit or trouble has begun. */
  *verifyStillPasses(source: Source, refusal: Observation | null = null): Plan<boolean> {
    const good = this.goodFrom(source, refusal?.probe.path ?? null);
    if (this.cells.isStopped || !good) return false;
    const { question } = good;
    const { cleanRoots } = this;
    const ask = () => {
      const request = cleanRoots && question.subject === "root" ? cleanRoots.next() : question.request;
      return this.cells.send({ ...question, rule: "passed_before", request }, TO_CONFIRM);
    };
    const first = yield* ask();
    // A ban lasts; a request that passes a second later met a limit or one of several servers.
    const mayComeAndGo = first !== null && ((first.reading?.meaning === "blocked" && first.answer !== null) || isClosedUnanswered(first));
    let fail = first && isTrouble(first) ? yield* ask() : first;
    for (let tries = 0; mayComeAndGo && tries < REPEATS_THAT_A_BAN_OUTLASTS && fail && !passed(fail); tries += 1) {
      yield* wait(INTERMITTENT_MS);
      fail = yield* ask();
    }
    if (mayComeAndGo && fail && passed(fail)) {
      this.noteIntermittent({ pass: fail, fail: first });
      yield* this.verifyTurns();
    }
    if (!fail || passed(fail)) return true;
    if (yield* this.verifyUnseenUrl(good, fail)) return true;
    const pair = { pass: good, fail };
    if (yield* this.verifyCountsByUrl(pair)) return false;
    this.cells.isStopped = true;
    if (fail.reading?.meaning === "rate_limited" || mayBeLimit(fail)) this.cells.ledger.time.limited ??= pair;
    else if (isTrouble(fail)) this.noteBreakdown(pair);
    else this.cells.ledger.time.banned = pair;
    return false;
  }

  /** Another request was refused at this URL: checks whether a cache serves that refusal. */
  private *verifyUnseenUrl({ question, probe }: Observation, fail: Observation): Plan<boolean> {
    const isSource = ({ observation }: { observation: Observation }): boolean =>
      observation.probe.path === probe.path && !passed(observation) && signatureOf(observation) === signatureOf(fail);
    if (!fail.answer || question.subject !== "root" || !this.evidence.matrix.entries().some(isSource)) return false;
    const request = atUnseenAddress(question.request, 0);
    return passed(yield* this.cells.send({ ...question, rule: "unseen_address_of_root", request }, TO_CONFIRM));
  }

  /** The visitor passes at another path: the limit counts by URL. */
  private *verifyCountsByUrl(pair: { pass: Observation; fail: Observation }): Plan<boolean> {
    const { fail } = pair;
    const { countsByUrl } = this.evidence.time;
    if (countsByUrl && signatureOf(countsByUrl.fail) === signatureOf(fail)) return true;
    const mayBe = fail.reading?.meaning === "blocked" || fail.reading?.meaning === "rate_limited" || mayBeLimit(fail);
    if (!mayBe || !(yield* this.verifyUnaskedPath(fail))) return false;
    const again = yield* this.cells.send(fail.question, TO_CONFIRM);
    if (again && passed(again)) this.noteIntermittent({ pass: again, fail });
    else this.noteCountedByUrl(pair);
    return true;
  }

  private noteCountedByUrl(pair: EvidencePair): void {
    this.cells.ledger.time.countsByUrl ??= pair;
    this.cells.ledger.withdrawCountedByUrl();
  }

  private noteBreakdown(pair: EvidencePair): void {
    this.cells.ledger.time.brokeDown = pair;
    this.deleteAlike(pair.fail);
  }

  /** The same request was refused and passed, so equal refusals prove nothing. */
  noteIntermittent(pair: EvidencePair): void {
    this.cells.ledger.time.limited ??= pair;
    this.intermittent = signatureOf(pair.fail);
    this.cells.journal.backOff(1_000);
    this.deleteAlike(pair.fail);
  }

  private deleteAlike(fail: Observation): void {
    this.cells.ledger.matrix.deleteWhere((one) => signatureOf(one) === signatureOf(fail));
  }
}

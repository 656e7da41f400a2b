import type { EvidencePair } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { INTERMITTENT_MS } from "@/lib/check/probe/plan/plan-repeats";
import { Planner, type Questions } from "@/lib/check/probe/plan/questions";
import { retractCountedByUrl } from "@/lib/check/probe/plan/retract";
import { type Plan, probeFresh, wait } from "@/lib/check/probe/plan/step";
import { askInTurns, ENOUGH_FOR_TURNS, isIntermittent } from "@/lib/check/probe/plan/turns";
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

/** Overloaded servers refuse a share of all requests, so a ban must outlast this many repeats. */
const TRIES_OF_INTERMITTENT = 2;

/** Checks whether what passed before still passes. If not: a ban, a limit, trouble, or one of several servers. */
export class StillGood extends Planner<Questions> {
  intermittent: string | null = null;
  /** Null unless a cache keeps refusals. */
  cleanRoots: CleanRoots | null = null;
  private isAskedInTurns = false;

  /** Something that passed from this source, else from any. Limits may count per URL, so the refused path comes first. */
  private goodFrom(source: Source, path: string | null): Observation | null {
    const { matrix } = this.findings;
    const alike = matrix.select({ source }).filter(({ observation }) => passed(observation) && observation.probe.path === path);
    const same = alike.find(({ cell }) => cell.method === "GET") ?? alike[0];
    return same?.observation ?? this.cells.passedFrom.get(source) ?? this.cells.passedFrom.values().next().value ?? null;
  }

  /** Requests are refused and passed in turns: several servers may alternate, and then the matrix proves nothing. */
  *meetsTurns(): Plan<boolean> {
    const { journal } = this.cells;
    const mayBeLast = this.intermittent !== null && journal.requestsLeft <= ENOUGH_FOR_TURNS;
    if (this.isAskedInTurns || !(mayBeLast || isIntermittent(journal.observations))) return false;
    this.isAskedInTurns = true;
    if (yield* askInTurns(this.cells)) this.cells.isStopped = true;
    return this.cells.isStopped;
  }

  /** Whether a refused visitor passes at a new path: then it is neither banned nor refused by a rule. */
  *isLetInElsewhere({ question: { source, userAgent }, probe: { path: refused } }: Observation): Plan<boolean> {
    const resource = this.cells.resource("GET");
    const path = resource.path.replace(/9(?=\D*$)/, "8");
    if (path === resource.path || refused.endsWith(path)) return false;
    const question = this.cells.question({ subject: "resource", method: "GET", source, userAgent }, "unasked_path", { ...resource, path });
    return passed(yield* probeFresh(question));
  }

  /** Repeats what passed before. Ends the check if a ban, a limit or trouble has begun. */
  *isGood(source: Source, refusal: Observation | null = null): Plan<boolean> {
    const { findings } = this;
    const good = this.goodFrom(source, refusal?.probe.path ?? null);
    if (this.cells.isStopped || !good) return false;
    const { question } = good;
    const { cleanRoots } = this;
    const ask = () => {
      const request = cleanRoots && question.subject === "root" ? cleanRoots.next() : question.request;
      return probeFresh({ ...question, rule: "passed_before", request });
    };
    const first = yield* ask();
    // A ban lasts; a request that passes a second later met a limit or one of several servers.
    const mayComeAndGo = first !== null && ((first.reading?.meaning === "blocked" && first.answer !== null) || isClosedUnanswered(first));
    let fail = first && isTrouble(first) ? yield* ask() : first;
    for (let tries = 0; mayComeAndGo && tries < TRIES_OF_INTERMITTENT && fail && !passed(fail); tries += 1) {
      yield* wait(INTERMITTENT_MS);
      fail = yield* ask();
    }
    if (mayComeAndGo && fail && passed(fail)) {
      this.noteIntermittent({ pass: fail, fail: first });
      yield* this.meetsTurns();
    }
    if (!fail || passed(fail)) return true;
    if (yield* this.isKept(good, fail)) return true;
    const pair = { pass: good, fail };
    if (yield* this.isCountedByUrl(pair)) return false;
    this.cells.isStopped = true;
    if (fail.reading?.meaning === "rate_limited" || mayBeLimit(fail)) findings.time.limited ??= pair;
    else if (isTrouble(fail)) this.noteBreakdown(pair);
    else findings.time.banned = pair;
    return false;
  }

  /** Another request was refused at this URL: checks whether a cache serves that refusal. */
  private *isKept({ question, probe }: Observation, fail: Observation): Plan<boolean> {
    const isSource = ({ observation }: { observation: Observation }): boolean =>
      observation.probe.path === probe.path && !passed(observation) && signatureOf(observation) === signatureOf(fail);
    if (!fail.answer || question.subject !== "root" || !this.findings.matrix.entries().some(isSource)) return false;
    const request = atUnseenAddress(question.request, 0);
    return passed(yield* probeFresh({ ...question, rule: "unseen_address_of_root", request }));
  }

  /** The visitor passes at another path: the limit counts by URL. */
  private *isCountedByUrl(pair: { pass: Observation; fail: Observation }): Plan<boolean> {
    const { fail } = pair;
    const { countsByUrl } = this.findings.time;
    if (countsByUrl && signatureOf(countsByUrl.fail) === signatureOf(fail)) return true;
    const mayBe = fail.reading?.meaning === "blocked" || fail.reading?.meaning === "rate_limited" || mayBeLimit(fail);
    if (!mayBe || !(yield* this.isLetInElsewhere(fail))) return false;
    const again = yield* probeFresh(fail.question);
    if (again && passed(again)) this.noteIntermittent({ pass: again, fail });
    else this.noteCountedByUrl(pair);
    return true;
  }

  private noteCountedByUrl(pair: EvidencePair): void {
    this.findings.time.countsByUrl ??= pair;
    retractCountedByUrl(this.findings);
  }

  private noteBreakdown(pair: EvidencePair): void {
    this.findings.time.brokeDown = pair;
    this.deleteAlike(pair.fail);
  }

  /** The same request was refused and passed, so equal refusals prove nothing. */
  noteIntermittent(pair: EvidencePair): void {
    this.findings.time.limited ??= pair;
    this.intermittent = signatureOf(pair.fail);
    this.cells.journal.backOff(1_000);
    this.deleteAlike(pair.fail);
  }

  private deleteAlike(fail: Observation): void {
    this.findings.matrix.deleteWhere((one) => signatureOf(one) === signatureOf(fail));
  }
}

import type { Asker } from "@/lib/check/probe/asker";
import type { CellQuestions } from "@/lib/check/probe/cell-questions";
import { atUnseenAddress, type CleanRoots } from "@/lib/check/probe/clean-roots";
import type { EvidencePair, Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import { askInTurns, ENOUGH_FOR_TURNS, isIntermittent } from "@/lib/check/probe/turns";
import { retractCountedByUrl } from "@/lib/check/probe/unconfirmed-refusals";
import { anew, type ProbeRequest } from "@/lib/connectors/shop-probes";

/** Limits that count by the second let a visitor in again after so long. */
export const INTERMITTENT_MS = 1_100;
/** How often what passed before is asked again until its refusals are a ban: overloaded servers refuse a share of all requests. */
const TRIES_OF_INTERMITTENT = 2;

/** Time before the matrix: does what passed before still pass, and if not, is that a ban, a limit, trouble, or one of several servers? */
export class StillGood {
  /** Nothing more is to be asked: a ban or a limit. */
  isStopped = false;
  /** The signature of refusals that come and go. */
  intermittent: string | null = null;
  /** Null where no cache is known to keep refusals. */
  cleanRoots: CleanRoots | null = null;
  /** What passed first from each source: limits and bans count by address, so each is asked again from its own. */
  private readonly passedFrom = new Map<Source, Observation>();
  private isAskedInTurns = false;

  constructor(
    private readonly asker: Asker,
    private readonly findings: Findings,
    private readonly cells: Pick<CellQuestions, "question">,
    /** What is asked by all methods. */
    private readonly resource: () => ProbeRequest,
  ) {}

  note(source: Source, observation: Observation): void {
    if (passed(observation) && !this.passedFrom.has(source)) this.passedFrom.set(source, observation);
  }

  get hasPassed(): boolean {
    return this.passedFrom.size > 0;
  }

  hasPassedFrom(source: Source): boolean {
    return this.passedFrom.has(source);
  }

  /**
   * What passed before from this source, or else from any. A limit may count by what is asked for: so the same that was refused comes first.
   * @param path what was refused
   */
  private goodFrom(source: Source, path: string | null): Observation | null {
    const { matrix } = this.findings;
    const alike = matrix
      .entries()
      .filter(({ cell, observation }) => cell.source === source && passed(observation) && observation.probe.path === path);
    const same = alike.find(({ cell }) => cell.method === "GET") ?? alike[0];
    return same?.observation ?? this.passedFrom.get(source) ?? this.passedFrom.values().next().value ?? null;
  }

  /** Where the same is let in behind its refusal once and again, several servers may take turns: then the matrix proves nothing more. */
  async meetsTurns(): Promise<boolean> {
    const { asker, findings } = this;
    const mayBeLast = this.intermittent !== null && asker.requestsLeft <= ENOUGH_FOR_TURNS;
    if (this.isAskedInTurns || !(mayBeLast || isIntermittent(asker.observations))) return false;
    this.isAskedInTurns = true;
    if (await askInTurns(findings, asker)) this.isStopped = true;
    return this.isStopped;
  }

  /** Whether the visitor that is refused now is let in at a path that was not asked before: then it is no ban, and no rule about the visitor. */
  async isLetInElsewhere({ question: { source, userAgent }, probe }: Observation): Promise<boolean> {
    const resource = this.resource();
    const path = resource.path.replace(/9(?=\D*$)/, "8");
    if (path === resource.path || probe.path.endsWith(path)) return false;
    const question = this.cells.question({ subject: "resource", method: "GET", source, userAgent }, "unasked_path", { ...resource, path });
    return passed(await this.asker.ask(question, { fresh: true }));
  }

  /** Asks again what passed before. Bans, limits and trouble that begin while we ask show here; then nothing more is asked. */
  async isGood(source: Source, refusal: Observation | null): Promise<boolean> {
    const { asker, findings } = this;
    const good = this.goodFrom(source, refusal?.probe.path ?? null);
    if (this.isStopped || !good) return false;
    const { question } = good;
    const { cleanRoots } = this;
    const ask = () => {
      const request = cleanRoots && question.subject === "root" ? cleanRoots.next() : anew(question.request);
      return asker.ask({ ...question, rule: "passed_before", request }, { fresh: true });
    };
    const first = await ask();
    // A ban lasts: what is let in again a second later was refused by a limit, whatever it answers with, or by one machine of several.
    const mayComeAndGo = first !== null && ((first.reading?.meaning === "blocked" && first.answer !== null) || isClosedUnanswered(first));
    let fail = first && isTrouble(first) ? await ask() : first;
    for (let tries = 0; mayComeAndGo && tries < TRIES_OF_INTERMITTENT && fail && !passed(fail); tries += 1) {
      await asker.waitMs(INTERMITTENT_MS);
      fail = await ask();
    }
    if (mayComeAndGo && fail && passed(fail)) {
      this.noteIntermittent({ pass: fail, fail: first });
      await this.meetsTurns();
    }
    if (!fail || passed(fail)) return true;
    if (await this.isKept(good, fail)) return true;
    const pair = { pass: good, fail };
    if (await this.isCountedByUrl(pair)) return false;
    this.isStopped = true;
    if (fail.reading?.meaning === "rate_limited" || mayBeLimit(fail)) findings.time.limited ??= pair;
    else if (isTrouble(fail)) this.noteBreakdown(pair);
    else findings.time.banned = pair;
    return false;
  }

  /** Another request was refused at this address before: does a cache serve that refusal? At an unseen address it would pass. */
  private async isKept({ question, probe }: Observation, fail: Observation): Promise<boolean> {
    const isSource = ({ observation }: { observation: Observation }): boolean =>
      observation.probe.path === probe.path && !passed(observation) && signatureOf(observation) === signatureOf(fail);
    if (!fail.answer || question.subject !== "root" || !this.findings.matrix.entries().some(isSource)) return false;
    const request = atUnseenAddress(question.request, 0);
    return passed(await this.asker.ask({ ...question, rule: "unseen_address_of_root", request }, { fresh: true }));
  }

  /** The same visitor is let in beside what was let in before and is refused now: then it is what is asked for that is counted. */
  private async isCountedByUrl(pair: { pass: Observation; fail: Observation }): Promise<boolean> {
    const { fail } = pair;
    const { countsByUrl } = this.findings.time;
    if (countsByUrl && signatureOf(countsByUrl.fail) === signatureOf(fail)) return true;
    const mayBe = fail.reading?.meaning === "blocked" || fail.reading?.meaning === "rate_limited" || mayBeLimit(fail);
    if (!mayBe || !(await this.isLetInElsewhere(fail))) return false;
    const again = await this.asker.ask({ ...fail.question, request: anew(fail.question.request) }, { fresh: true });
    if (again && passed(again)) this.noteIntermittent({ pass: again, fail });
    else this.noteCountedByUrl(pair);
    return true;
  }

  /** What was refused at that address of the shop says nothing about whom or what, and nothing more is asked for there. */
  private noteCountedByUrl(pair: EvidencePair): void {
    this.findings.time.countsByUrl ??= pair;
    retractCountedByUrl(this.findings);
  }

  /** The shop broke down or was closed meanwhile, for everybody: whatever failed in the same way says nothing else. */
  private noteBreakdown(pair: EvidencePair): void {
    this.findings.time.brokeDown = pair;
    this.deleteAlike(pair.fail);
  }

  /** The same request was refused and let in without a change: whatever was refused in the same way says nothing about whom or what. */
  noteIntermittent(pair: EvidencePair): void {
    this.findings.time.limited ??= pair;
    this.intermittent = signatureOf(pair.fail);
    this.asker.backOff(1_000);
    this.deleteAlike(pair.fail);
  }

  private deleteAlike(fail: Observation): void {
    const { matrix } = this.findings;
    for (const { cell, observation } of [...matrix.entries()]) if (signatureOf(observation) === signatureOf(fail)) matrix.delete(cell);
  }
}

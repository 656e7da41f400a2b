import { type Evidence, type Given, MutableMatrix, type ServerFindings, type TimeFindings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { Signatures, signatureOf } from "@/lib/check/probe/refusals";

/** What the requests so far show. Only its holder changes it: phases read it as `Evidence`. */
export class Ledger {
  readonly matrix = new MutableMatrix();
  readonly beside = new Map<Observation, Observation>();
  readonly server: ServerFindings = { substitutedPage: null, orderNumber: null };
  readonly time: TimeFindings = { limited: null, countsByUrl: null, turns: null, banned: null, brokeDown: null };
  private readonly discredited = new Signatures();

  asEvidence({ shopSystem, probes, agents, egress, control }: Given): Evidence {
    const { matrix, beside, server, time, discredited } = this;
    const proves = (one: Observation): boolean => !discredited.has(one);
    return { shopSystem, probes, agents, egress, control, matrix, beside, server, time, proves };
  }

  /** Servers take turns: equal refusals prove no rule. */
  noteTurns(turns: NonNullable<TimeFindings["turns"]>): void {
    const { time } = this;
    time.countsByUrl = null;
    time.turns = turns;
    const isAlike = this.discredit(turns.fail);
    for (const change of ["brokeDown", "limited"] as const) if (isAlike(time[change]?.fail)) time[change] = null;
  }

  /** Withdraws refusals equal to this one; returns the test for equality. */
  discredit(fail: Observation): (one: Observation | null | undefined) => boolean {
    const signature = signatureOf(fail);
    const isAlike = (one: Observation | null | undefined): boolean => Boolean(one && signatureOf(one) === signature);
    this.discredited.add(fail);
    this.matrix.deleteWhere(isAlike);
    if (isAlike(this.time.banned?.fail)) this.time.banned = null;
    return isAlike;
  }

  /** Withdraws what a limit per URL refused. */
  withdrawCountedByUrl(): boolean {
    const { countsByUrl } = this.time;
    if (!countsByUrl) return false;
    const signature = signatureOf(countsByUrl.fail);
    return this.matrix.deleteWhere((one) => !passed(one) && signatureOf(one) === signature);
  }
}

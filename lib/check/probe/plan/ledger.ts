import {
  type Cell,
  type Evidence,
  type EvidencePair,
  type Given,
  type Matrix,
  MutableMatrix,
  type ServerFindings,
  type TimeFindings,
} from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { Signatures, signatureOf } from "@/lib/check/probe/refusals";

type Change = Exclude<keyof TimeFindings, "turns">;

/** What the requests so far show, and the only place that changes it: phases read it as `Evidence`. */
export class Ledger implements Evidence {
  readonly shopSystem: Given["shopSystem"];
  readonly probes: Given["probes"];
  readonly agents: Given["agents"];
  readonly egress: Given["egress"];
  readonly control: Given["control"];
  private readonly passedBeside = new Map<Observation, Observation>();
  private readonly discredited = new Signatures();
  private readonly outcomes = new MutableMatrix();
  private readonly ofServer: ServerFindings = { substitutedPage: null, orderNumber: null };
  private readonly changes: TimeFindings = { limited: null, countsByUrl: null, turns: null, banned: null, brokeDown: null };

  constructor({ shopSystem, probes, agents, egress, control }: Given) {
    this.shopSystem = shopSystem;
    this.probes = probes;
    this.agents = agents;
    this.egress = egress;
    this.control = control;
  }

  get matrix(): Matrix {
    return this.outcomes;
  }

  get beside(): ReadonlyMap<Observation, Observation> {
    return this.passedBeside;
  }

  get server(): Readonly<ServerFindings> {
    return this.ofServer;
  }

  get time(): Readonly<TimeFindings> {
    return this.changes;
  }

  proves(one: Observation): boolean {
    return !this.discredited.has(one);
  }

  keep(cell: Cell, observation: Observation): void {
    this.outcomes.set(cell, observation);
  }

  /** For an outcome that proves nothing. */
  withdraw(cell: Cell): void {
    this.outcomes.delete(cell);
  }

  withdrawWhere(provesNothing: (observation: Observation, cell: Cell) => boolean): boolean {
    return this.outcomes.deleteWhere(provesNothing);
  }

  /** What was asked at another address or without the key is compared with nothing else. */
  startOver(): void {
    this.outcomes.clear();
  }

  noteBeside(refusal: Observation, open: Observation): void {
    this.passedBeside.set(refusal, open);
  }

  noteServer(found: Partial<ServerFindings>): void {
    Object.assign(this.ofServer, found);
  }

  note(change: Change, pair: EvidencePair): void {
    this.changes[change] = pair;
  }

  noteFirst(change: Change, pair: EvidencePair): void {
    this.changes[change] ??= pair;
  }

  /** Servers take turns: equal refusals prove no rule. */
  noteTurns(turns: NonNullable<TimeFindings["turns"]>): void {
    const { changes } = this;
    changes.countsByUrl = null;
    changes.turns = turns;
    const isAlike = this.discredit(turns.fail);
    for (const change of ["brokeDown", "limited"] as const) if (isAlike(changes[change]?.fail)) changes[change] = null;
  }

  /** Withdraws refusals equal to this one; returns the test for equality. */
  discredit(fail: Observation): (one: Observation | null | undefined) => boolean {
    const signature = signatureOf(fail);
    const isAlike = (one: Observation | null | undefined): boolean => Boolean(one && signatureOf(one) === signature);
    this.discredited.add(fail);
    this.withdrawWhere(isAlike);
    if (isAlike(this.changes.banned?.fail)) this.changes.banned = null;
    return isAlike;
  }

  /** Withdraws what a limit per URL refused. */
  withdrawCountedByUrl(): boolean {
    const { countsByUrl } = this.changes;
    if (!countsByUrl) return false;
    const signature = signatureOf(countsByUrl.fail);
    return this.withdrawWhere((one) => !passed(one) && signatureOf(one) === signature);
  }
}

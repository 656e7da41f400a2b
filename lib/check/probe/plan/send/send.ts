import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Cell, Evidence, Given } from "@/lib/check/probe/findings";
import { type Observation, passed, type Question, type Source } from "@/lib/check/probe/observation";
import { isFault } from "@/lib/check/probe/plan/evidence/faults";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { Ledger } from "@/lib/check/probe/plan/ledger";
import type { SendOptions } from "@/lib/check/probe/plan/send/requests";
import { type Plan, type ProbeOptions, probe } from "@/lib/check/probe/plan/step";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

export type AddCredentials = (request: ProbeRequest) => ProbeRequest | null;

export interface CheckSetup extends Given {
  journal: Journal;
  /** Adds the key as the connector does; null without keys. */
  withKey: AddCredentials | null;
  /** With a key, OPTIONS is sent once: as the second visitor. */
  optionsAsSecond?: boolean;
  /** Failures in a row before one counts; more than one at a shop whose failures come and go (evidence/policy.ts). */
  failuresThatCount?: number;
}

/** With more addresses, not all methods can be sent from each. */
const FEW_ADDRESSES = 3;

export const isManyAddresses = ({ egress }: Pick<Given, "egress">): boolean => egress.length > FEW_ADDRESSES;

/** The requests of a check, and what their outcomes changed about them. */
export class Sender {
  readonly journal: Journal;
  readonly ledger = new Ledger();
  readonly evidence: Evidence;
  /** Redirects may change it. */
  root: ProbeRequest;
  /** The request to the resource with any method. */
  resource: (method: string) => ProbeRequest;
  /** A ban or a limit has begun. */
  isStopped = false;
  /** Set if the shop is closed to guests. */
  addCredentialsEverywhere: AddCredentials | null = null;
  /** Sources that pass only with a key. */
  readonly keyedSources = new Set<Source>();
  addCredentials: AddCredentials | null = null;
  /** The resource is closed to guests, and the root is not. */
  isResourceKeyed = false;
  /** What all other visitors are compared with; null until it is found. */
  working: Cell | null = null;
  /** The first request that passed from each source, to be repeated from there: limits and bans count per address. */
  readonly passedFrom = new Map<Source, Observation>();

  constructor(readonly setup: CheckSetup) {
    this.journal = setup.journal;
    this.evidence = this.ledger.asEvidence(setup);
    this.root = setup.probes.root;
    this.resource = setup.probes.resource;
  }

  /** The shop is closed to guests: the matrix is requested with the key. */
  get isBehindKey(): boolean {
    return this.addCredentialsEverywhere !== null || this.isResourceKeyed;
  }

  get hasPassed(): boolean {
    return this.passedFrom.size > 0;
  }

  get isOver(): boolean {
    return this.isStopped || this.journal.isOver;
  }

  get rootUrl(): string {
    const { target } = this.journal.base;
    return target.origin + target.basePath + this.root.path;
  }

  /** The request of a cell, or `instead`, with the key if the shop requires one. */
  question(cell: Cell, rule: AskRule, instead?: ProbeRequest): Question {
    const { subject, userAgent, source } = cell;
    const isKeyed = this.keyedSources.has(source) || (this.isResourceKeyed && subject === "resource");
    const plain = instead ?? (subject === "root" && !isKeyed ? this.root : this.resource(cell.method));
    const credentialed = (this.addCredentialsEverywhere ?? (isKeyed ? this.addCredentials : null))?.(plain);
    return { rule, subject, request: credentialed ?? plain, userAgent, source, below: "base", credential: credentialed ? "key" : "none" };
  }

  /** The question with the key; null without a key, or if the question carries it already. */
  keyed(question: Question): Question | null {
    const request = question.credential === "key" ? null : this.setup.withKey?.(question.request);
    return request ? { ...question, request, credential: "key" } : null;
  }

  /** The only way a phase sends a request: once, unless the check is over. Null if nothing was sent. */
  *send(question: Question | null, { evenIfStopped = false, ...options }: SendOptions = {}): Plan<Observation | null> {
    if (!question || this.journal.isOver || (this.isStopped && !evenIfStopped)) return null;
    return yield* this.sendUntilNoChance(question, options);
  }

  /**
   * The answer that counts: the first that is no fault, or the last fault after as many in a row as count. Null if chance could not be ruled
   * out. The plan does not see the faults before it.
   */
  private *sendUntilNoChance(question: Question, options: ProbeOptions): Plan<Observation | null> {
    const { failuresThatCount = 1 } = this.setup;
    let seen = yield* probe(question, options);
    for (let count = 1; seen && isFault(seen) && count < failuresThatCount; count += 1) {
      const again: Observation | null = yield* probe(question, { ...options, fresh: true });
      this.journal.discard(seen);
      seen = again;
    }
    return seen;
  }

  keep(cell: Cell, observation: Observation): void {
    if (passed(observation) && !this.passedFrom.has(cell.source)) this.passedFrom.set(cell.source, observation);
    this.ledger.matrix.set(cell, observation);
  }
}

/** A part of the plan, with access to its requests and what they show. */
export abstract class Planner<Asked extends Sender> {
  constructor(protected readonly cells: Asked) {}

  protected get evidence(): Evidence {
    return this.cells.evidence;
  }
}

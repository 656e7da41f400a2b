import type { AskRule } from "@/lib/check/probe/ask-rules";
import { type Cell, type Evidence, type Given, noEvidence } from "@/lib/check/probe/findings";
import { type Observation, passed, type Question, type Source } from "@/lib/check/probe/observation";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { sendUntilNoChance } from "@/lib/check/probe/plan/send/rule-out-chance";
import type { Plan, ProbeOptions } from "@/lib/check/probe/plan/step";
import type { Visitor } from "@/lib/check/probe/visitor";
import { getRequest, type ProbeRequest } from "@/lib/connectors/shop-probes";

/** Harmless methods first, for firewalls that count refusals. */
export const METHODS = ["POST", "OPTIONS", "PATCH", "DELETE"] as const;

/** As browsers request it. */
export const HOME_PAGE: ProbeRequest = { ...getRequest("/"), headers: [["Accept", "text/html,*/*;q=0.8"]] };

/** A request outside the matrix, without a key. */
export const outsideMatrix = (
  rule: AskRule,
  request: ProbeRequest,
  { source, userAgent }: Visitor,
  below: Question["below"],
  subject: Question["subject"] = "other",
): Question => ({ rule, subject, request, userAgent, source, below, credential: "none" });

export interface SendOptions extends ProbeOptions {
  evenIfStopped?: boolean;
}

/** On a new connection, and even if the check has stopped since the request that it confirms. */
export const TO_CONFIRM: SendOptions = { fresh: true, evenIfStopped: true };

export type AddCredentials = (request: ProbeRequest) => ProbeRequest | null;

export interface CheckSetup extends Given {
  journal: Journal;
  /** Adds the key as the connector does; null without keys. */
  withKey: AddCredentials | null;
  /** With a key, OPTIONS is sent once: as the second visitor. */
  optionsAsSecond?: boolean;
  /** Failures in a row before one counts; more than one at a shop whose failures come and go (confirm/policy.ts). */
  failuresThatCount?: number;
}

/** With more addresses, not all methods can be sent from each. */
const FEW_ADDRESSES = 3;

export const isManyAddresses = ({ egress }: Pick<Given, "egress">): boolean => egress.length > FEW_ADDRESSES;

/** The requests of a check, and what their outcomes changed about them. */
export class Sender {
  readonly journal: Journal;
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
    this.evidence = noEvidence(setup);
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
    return yield* sendUntilNoChance(this.journal, question, options, this.setup.failuresThatCount ?? 1);
  }

  keep(cell: Cell, observation: Observation): void {
    if (passed(observation) && !this.passedFrom.has(cell.source)) this.passedFrom.set(cell.source, observation);
    this.evidence.matrix.set(cell, observation);
  }
}

/** A part of the plan, with access to its requests and what they show. */
export abstract class Planner<Asked extends Sender> {
  constructor(protected readonly cells: Asked) {}

  protected get evidence(): Evidence {
    return this.cells.evidence;
  }
}

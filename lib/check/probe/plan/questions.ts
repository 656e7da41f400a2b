import type { AskRule } from "@/lib/check/probe/ask-rules";
import { type Cell, type Findings, noFindings } from "@/lib/check/probe/findings";
import { type Observation, passed, type Question, type Source } from "@/lib/check/probe/observation";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, probe } from "@/lib/check/probe/plan/step";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Puts something on a request; null where it has nothing to put there. */
export type AddCredentials = (request: ProbeRequest) => ProbeRequest | null;

/** Which identities a check uses, and what is known of the shop system. */
export interface CheckSetup extends Pick<Findings, "platform" | "probes" | "agents" | "egress" | "control"> {
  journal: Journal;
  /** Puts the keys on a request as the connector does; null without keys. They will be tested at the end, with requests of their own. */
  withKey: AddCredentials | null;
  /** Where a key is given and OPTIONS asked once: as the second identity. */
  optionsAsSecond?: boolean;
}

/** What a check asks for, by which requests; and what it has learned from the outcomes. */
export class Questions {
  readonly journal: Journal;
  readonly findings: Findings;
  /** GET of the API's root; a redirect may move it. */
  root: ProbeRequest;
  /** What is asked by all methods. */
  resource: (method: string) => ProbeRequest;
  /** A ban or a limit has begun: nothing more is asked. */
  isStopped = false;
  /** Adds the key to a request, where the shop is closed to requests without one. */
  addCredentialsEverywhere: AddCredentials | null = null;
  /** Addresses that are let in by a key alone, and what brings it. */
  readonly keyedSources = new Set<Source>();
  addCredentials: AddCredentials | null = null;
  /** What passed first from each source: limits and bans count by address, so each is asked again from its own. */
  readonly passedFrom = new Map<Source, Observation>();

  constructor(readonly setup: CheckSetup) {
    this.journal = setup.journal;
    this.findings = noFindings(setup);
    this.root = setup.probes.root;
    this.resource = setup.probes.resource;
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

  /** The question of a cell, or another one in its place: with the key where the shop is closed without one. */
  question(cell: Cell, rule: AskRule, instead?: ProbeRequest): Question {
    const { subject, userAgent, source } = cell;
    const isKeyed = this.keyedSources.has(source);
    const plain = instead ?? (subject === "root" && !isKeyed ? this.root : this.resource(cell.method));
    const credentialed = (this.addCredentialsEverywhere ?? (isKeyed ? this.addCredentials : null))?.(plain);
    return { rule, subject, request: credentialed ?? plain, userAgent, source, below: "base", credential: credentialed ? "key" : "none" };
  }

  /** Without repeats. Null when nothing may be asked any more. */
  *once(question: Question): Plan<Observation | null> {
    return this.isOver ? null : yield* probe(question);
  }

  /** The outcome of a cell, by whatever request it was found. */
  keep(cell: Cell, observation: Observation): void {
    if (passed(observation) && !this.passedFrom.has(cell.source)) this.passedFrom.set(cell.source, observation);
    this.findings.matrix.set(cell, observation);
  }
}

/** A part of the plan: asks by these questions, and reads and adds to their findings. */
export abstract class Planner<Asked extends Questions> {
  constructor(protected readonly cells: Asked) {}

  protected get findings(): Findings {
    return this.cells.findings;
  }
}

import { numberOf, type Observation, type Question, type Source } from "@/lib/check/probe/observation";
import type { Observer } from "@/lib/check/probe/observer";
import type { Base } from "@/lib/check/probe/plan/step";
import { canReach } from "@/lib/check/probe/sources";

/** fail2ban counts refusals per time window, and a server in trouble needs time. */
const BACK_OFF_PAUSE_MS = 300;

/** The root path has its own slash, and redirects move it anyway. */
const isLengthened = ({ subject }: Question): boolean => subject === "resource" || subject === "orders" || subject === "record";

const withSlash = (path: string): string => {
  const [name = "", ...query] = path.split("?");
  return [name.endsWith("/") ? name : `${name}/`, ...query].join("?");
};

/** What a check has sent and received, and its pace: the state that planner and executor share. */
export class Journal {
  readonly observations: Observation[] = [];
  /** What chance caused, as repeats showed: the plan does not read it. */
  readonly chances: Observation[] = [];
  /** Requests that the plan knows of. */
  requests = 0;
  /** Requests that only revealed the trailing slash or an order number that passes. */
  detours = 0;
  isOver = false;
  /** Something passed late: every request gets twice the time. */
  isSlow = false;
  /** Doubts are being settled: time beyond that of the plan may be used. */
  mayTakeLonger = false;
  /** Pause between requests; above zero, requests are sent one at a time. */
  pauseMs = 0;
  /** False if the server closes idle connections at once. */
  keepsConnections = true;
  /** Asks the executor to close all connections. */
  connectionsAreStale = false;
  /** Name resolution time, until a connection has reported it. */
  dnsMs: number | null;
  private endsWithSlash = false;

  constructor(
    public base: Base,
    readonly observer: Observer,
    private budget: number,
    /** Requests of this check before this journal, and the most that it may send in all. */
    private readonly whole = { before: 0, most: budget },
  ) {
    this.dnsMs = base.resolution.dnsMs;
  }

  get requestsSent(): number {
    return this.whole.before + this.requests + this.chances.length;
  }

  get requestsLeft(): number {
    return Math.min(this.budget - this.requests, this.whole.most - this.requestsSent);
  }

  /** Beyond the budget of the plan. */
  allow(requests: number): void {
    this.budget = Math.max(this.budget, this.requests + requests);
  }

  /** No further request is sent. */
  stop(): void {
    this.budget = 0;
  }

  /** Everything that was sent. */
  get all(): Observation[] {
    return [...this.observations, ...this.chances].sort((a, b) => numberOf(a) - numberOf(b));
  }

  discard(seen: Observation): void {
    this.observations.splice(this.observations.indexOf(seen), 1);
    this.chances.push(seen);
    this.requests -= 1;
  }

  get isBackingOff(): boolean {
    return this.pauseMs > 0;
  }

  /** Slows down to one request at a time and closes idle connections: some firewalls allow one connection. */
  backOff(pauseMs = BACK_OFF_PAUSE_MS): void {
    if (!this.isBackingOff) this.connectionsAreStale = true;
    this.pauseMs = Math.max(this.pauseMs, pauseMs);
  }

  relax(): void {
    this.pauseMs = 0;
  }

  /** Sends without pauses, so that a rate limit cannot reset in between. */
  askInARow(): void {
    this.connectionsAreStale = true;
    this.pauseMs = 0;
  }

  moveTo(base: Base): void {
    this.base = base;
    this.dnsMs = base.resolution.dnsMs;
    this.connectionsAreStale = true;
  }

  canReach(source: Source): boolean {
    return canReach(source, this.base.resolution);
  }

  /** The path in the form that the server accepts, for signatures. */
  pathOf(path: string): string {
    return this.endsWithSlash ? withSlash(path) : path;
  }

  fullPathOf(question: Question): string {
    const { path } = question.request;
    const full = question.below === "base" ? this.base.target.basePath + path : path;
    return isLengthened(question) ? this.pathOf(full) : full;
  }

  /** Whether the answer redirects to the same path with a slash; if so, later paths get one. */
  learnsSlash({ question, redirect, probe }: Observation): boolean {
    const target = redirect?.kind === "same_address" ? redirect.target : null;
    const isSlash =
      question.request.method === "GET" &&
      isLengthened(question) &&
      target?.origin === this.base.target.origin &&
      target.pathAndQuery === withSlash(probe.path) &&
      target.pathAndQuery !== probe.path;
    if (!isSlash) return false;
    this.endsWithSlash = true;
    this.detours += 1;
    return true;
  }

  /** Reads an answer again after the observer has learned what it means. */
  readAgain(seen: Observation): Observation {
    const again = this.observer.readAgain(seen);
    this.observations[this.observations.indexOf(seen)] = again;
    return again;
  }
}

import { canReach } from "@/lib/check/probe/common-family";
import type { Observation, Question, Source } from "@/lib/check/probe/observation";
import type { Observer } from "@/lib/check/probe/observer";
import type { Resolution } from "@/lib/connectors/net/resolve";
import type { Target } from "@/lib/connectors/net/target";

/** A checked address with its resolved IP addresses. */
export interface Base {
  target: Target;
  resolution: Resolution;
}

/** fail2ban counts refusals per time window, and haste does not help a server in trouble. */
const BACK_OFF_PAUSE_MS = 300;

/** The root has its own slash, and a redirect moves it anyway. */
const isLengthened = ({ subject }: Question): boolean => subject === "resource" || subject === "orders" || subject === "record";

const withSlash = (path: string): string => {
  const [name = "", ...query] = path.split("?");
  return [name.endsWith("/") ? name : `${name}/`, ...query].join("?");
};

/** What a check has sent and received, and its pace: all that planner and executor share. */
export class Journal {
  readonly observations: Observation[] = [];
  requests = 0;
  /** Requests that only revealed the trailing slash or an order number that passes. */
  detours = 0;
  isOver = false;
  /** Pause between requests; above zero, they go one at a time. */
  pauseMs = 0;
  /** False if the server closes idle connections at once. */
  keepsConnections = true;
  /** The executor closes all connections. */
  connectionsAreStale = false;
  /** Time of resolving the name, until a connection has reported it. */
  dnsMs: number | null;
  private endsWithSlash = false;

  constructor(
    public base: Base,
    readonly observer: Observer,
    private readonly budget: number,
  ) {
    this.dnsMs = base.resolution.dnsMs;
  }

  get requestsLeft(): number {
    return this.budget - this.requests;
  }

  get isBackingOff(): boolean {
    return this.pauseMs > 0;
  }

  /** Slows down and sends one request at a time, without idle connections: some firewalls allow one connection. */
  backOff(pauseMs = BACK_OFF_PAUSE_MS): void {
    if (!this.isBackingOff) this.connectionsAreStale = true;
    this.pauseMs = Math.max(this.pauseMs, pauseMs);
  }

  relax(): void {
    this.pauseMs = 0;
  }

  /** No pauses: a limit by time gets no time to expire. */
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

  /** The path as the server wants it, for signatures. */
  pathOf(path: string): string {
    return this.endsWithSlash ? withSlash(path) : path;
  }

  fullPathOf(question: Question): string {
    const { path } = question.request;
    const full = question.below === "base" ? this.base.target.basePath + path : path;
    return isLengthened(question) ? this.pathOf(full) : full;
  }

  /** Whether the answer redirects to the same path with a slash; paths get one from now on. */
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

  /** Reads an answer again after the observer has learnt what it means. */
  readAgain(seen: Observation): Observation {
    const again = this.observer.readAgain(seen);
    this.observations[this.observations.indexOf(seen)] = again;
    return again;
  }
}

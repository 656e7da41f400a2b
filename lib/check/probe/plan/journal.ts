import { canReach } from "@/lib/check/probe/common-family";
import type { Observation, Question, Source } from "@/lib/check/probe/observation";
import type { Observer } from "@/lib/check/probe/observer";
import type { Resolution } from "@/lib/connectors/net/resolve";
import type { Target } from "@/lib/connectors/net/target";

/** The address that is asked, with the addresses behind it that were checked. */
export interface Base {
  target: Target;
  resolution: Resolution;
}

/** fail2ban and its like count refusals in a window of time; and a server in trouble is not helped by haste. */
const BACK_OFF_PAUSE_MS = 300;

/** The root has its own slash, and a redirect moves it by itself. */
const isLengthened = ({ subject }: Question): boolean => subject === "resource" || subject === "orders" || subject === "record";

const withSlash = (path: string): string => {
  const [name = "", ...query] = path.split("?");
  return [name.endsWith("/") ? name : `${name}/`, ...query].join("?");
};

/** What a check has asked and received so far, and its pace: all that plan and executor share. */
export class Journal {
  readonly observations: Observation[] = [];
  /** Probes that were sent or tried. */
  requests = 0;
  /** Probes that only showed that paths end with a slash, or which number is let through. */
  detours = 0;
  /** The executor's time is over. */
  isOver = false;
  /** Milliseconds between two probes; from the first refusal on, one at a time. */
  pauseMs = 0;
  /** False where the server closes connections as soon as nothing is asked. */
  keepsConnections = true;
  /** What is open belongs to another pace or address; the executor closes it. */
  connectionsAreStale = false;
  /** The time that it took to resolve the name, until a connection has shown it. */
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

  /** From now on probes are this far apart, one at a time; no connection is held open beside, since some firewalls allow one. */
  backOff(pauseMs = BACK_OFF_PAUSE_MS): void {
    if (!this.isBackingOff) this.connectionsAreStale = true;
    this.pauseMs = Math.max(this.pauseMs, pauseMs);
  }

  /** What looked like refusals were none. */
  relax(): void {
    this.pauseMs = 0;
  }

  /** Without pauses, one question after the other: what counts by time has no time to forget. */
  askInARow(): void {
    this.connectionsAreStale = true;
    this.pauseMs = 0;
  }

  /** Follows the shop to another address of the same site. */
  moveTo(base: Base): void {
    this.base = base;
    this.dnsMs = base.resolution.dnsMs;
    this.connectionsAreStale = true;
  }

  canReach(source: Source): boolean {
    return canReach(source, this.base.resolution);
  }

  /** The path as this server wants it, for signatures. */
  pathOf(path: string): string {
    return this.endsWithSlash ? withSlash(path) : path;
  }

  fullPathOf(question: Question): string {
    const { path } = question.request;
    const full = question.below === "base" ? this.base.target.basePath + path : path;
    return isLengthened(question) ? this.pathOf(full) : full;
  }

  /** Whether this server wants a slash at the end of every path, which is a redirect within the site; it is given one from now on. */
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

  /** What was read before it was known what such an answer stands for. */
  readAgain(seen: Observation): Observation {
    const again = this.observer.readAgain(seen);
    this.observations[this.observations.indexOf(seen)] = again;
    return again;
  }
}

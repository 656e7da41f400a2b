import { canReach } from "@/lib/check/probe/common-family";
import type { Observation, Question, Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import type { Probe } from "@/lib/check/result";
import { ACCEPT_ENCODING } from "@/lib/connectors/http/read-body";
import { type HeaderLines, MAX_HEAD_BYTES } from "@/lib/connectors/net/answer-reader";
import { attributeFailure } from "@/lib/connectors/net/attribute-failure";
import { openSocket, type Timeouts } from "@/lib/connectors/net/connect";
import { HttpConnection } from "@/lib/connectors/net/request";
import type { Resolution, ResolvedAddress } from "@/lib/connectors/net/resolve";
import type { Target } from "@/lib/connectors/net/target";
import { anew, type ShopProbes } from "@/lib/connectors/shop-probes";

/** The address that is asked, with the addresses behind it that were checked. */
export interface Base {
  target: Target;
  resolution: Resolution;
}

export interface AskOptions {
  /** On a connection of its own. */
  fresh?: boolean;
  /** Of several addresses of the name this one. */
  to?: ResolvedAddress;
}

export interface AskerOptions {
  base: Base;
  probes: ShopProbes;
  timeouts: Timeouts;
  /** Requests at most. */
  budget: number;
  /** Open connections at most; default 2. */
  connections?: 1 | 2 | undefined;
  /** Questions at once, each on a connection of its own; default as many as connections. */
  atOnce?: 1 | 2 | undefined;
  /** Instant of `performance.now()` at which everything must have ended. */
  deadline: number;
  signal?: AbortSignal | undefined;
  onProbe?: ((probe: Probe) => void) | undefined;
  /** Everything that must not be shown, in every form in which it is sent. */
  secrets: readonly string[];
}

const LIMITS = { maxHeadBytes: MAX_HEAD_BYTES, maxBodyBytes: 4 * 1024 * 1024 };
/** fail2ban and its like count refusals in a window of time; and a server in trouble is not helped by haste. */
const BACK_OFF_PAUSE_MS = 300;

/** From a refusal on one request waits for the other, but for one that is held back for so long: of such a check may meet many. */
const HELD_BACK_MS = 2_000;

/** The root has its own slash, and a redirect moves it by itself. */
const isLengthened = ({ subject }: Question): boolean => subject === "resource" || subject === "orders" || subject === "record";

const withSlash = (path: string): string => {
  const [name = "", ...query] = path.split("?");
  return [name.endsWith("/") ? name : `${name}/`, ...query].join("?");
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Asks questions politely: on at most two connections, within a budget and a deadline, over kept connections where that is allowed, and slowly
 * from the first refusal on. One asker serves one check.
 */
export class Asker {
  readonly observations: Observation[] = [];
  /** Requests that were sent or tried. */
  requests = 0;
  base: Base;
  readonly observer: Observer;
  private readonly idle = new Map<string, HttpConnection[]>();
  private readonly prepared = new Map<string, ReturnType<Asker["open"]>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private pauseMs = 0;
  private lastStartedAt = Number.NEGATIVE_INFINITY;
  private dnsMs: number | null;
  private endsWithSlash = false;
  /** Requests that were asked only to learn of that slash, or of a number that is let through. */
  detours = 0;
  private keepsConnections = true;
  private readonly lines: HeaderLines = new Map();

  constructor(private readonly options: AskerOptions) {
    this.base = options.base;
    this.dnsMs = options.base.resolution.dnsMs;
    this.observer = new Observer(options.probes, options.secrets);
  }

  /** From now on requests are at least so many milliseconds apart, one at a time; no connection is held open beside, since some firewalls allow one. */
  backOff(pauseMs = BACK_OFF_PAUSE_MS): void {
    if (!this.isBackingOff) this.close();
    this.pauseMs = Math.max(this.pauseMs, pauseMs);
  }

  /** What looked like refusals were none. */
  relax(): void {
    this.pauseMs = 0;
  }

  /** Asks without pauses, one question after the other: what counts by time has no time to forget. */
  async inARow(work: () => Promise<void>): Promise<void> {
    const { pauseMs } = this;
    this.close();
    this.pauseMs = 0;
    await work();
    this.pauseMs = pauseMs;
  }

  /** This server closes connections as soon as nothing is asked: each request gets one of its own from now on. */
  keepNoConnections(): void {
    this.keepsConnections = false;
  }

  private get connections(): number {
    return this.options.connections ?? 2;
  }

  private get atOnce(): number {
    return Math.min(this.connections, this.options.atOnce ?? 2);
  }

  get isBackingOff(): boolean {
    return this.pauseMs > 0;
  }

  get requestsLeft(): number {
    return this.options.budget - this.requests;
  }

  get timeLeftMs(): number {
    return this.options.signal?.aborted ? 0 : Math.max(0, this.options.deadline - performance.now());
  }

  async waitMs(milliseconds: number): Promise<void> {
    await pause(Math.min(milliseconds, this.timeLeftMs));
  }

  /** What comes of it within so many milliseconds; null where it takes longer. */
  within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | null> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(milliseconds, this.timeLeftMs), null);
      work.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  /** Follows the shop to another address of the same site. */
  moveTo(base: Base): void {
    this.base = base;
    this.dnsMs = base.resolution.dnsMs;
    this.close();
  }

  close(): void {
    for (const connections of this.idle.values()) for (const connection of connections) connection.close();
    this.idle.clear();
    for (const ahead of this.prepared.values())
      void ahead.then((opened) => {
        if (opened.ok) opened.connection.close();
      });
    this.prepared.clear();
  }

  /** Whether this source can reach the shop at all. */
  canReach(source: Source): boolean {
    return canReach(source, this.base.resolution);
  }

  /** One request; null when budget, time or the caller's signal forbid it. Never rejects because of the shop. */
  async ask(question: Question, options: AskOptions = {}): Promise<Observation | null> {
    if (!this.mayEnterNow()) await this.enter();
    try {
      if (this.requestsLeft <= 0 || this.timeLeftMs < 50) return null;
      this.requests += 1;
      const id = `p${this.requests}`;
      const observation = await this.perform(id, question, options);
      // Cut short by us: that says nothing about the shop.
      if (this.options.signal?.aborted || (observation.failure && this.timeLeftMs < 1)) return null;
      this.observations.push(observation);
      this.options.onProbe?.(observation.probe);
      if (!this.leadsToSlash(observation)) return observation;
    } finally {
      this.leave();
    }
    this.endsWithSlash = true;
    this.detours += 1;
    return this.ask({ ...question, request: anew(question.request) }, options);
  }

  /** A server that wants a slash at the end of every path is given it: that is a redirect within the site. */
  private leadsToSlash({ question, redirect, probe }: Observation): boolean {
    if (question.request.method !== "GET" || !isLengthened(question) || redirect?.kind !== "same_address") return false;
    const { target } = redirect;
    return (
      target?.origin === this.base.target.origin && target.pathAndQuery === withSlash(probe.path) && target.pathAndQuery !== probe.path
    );
  }

  /** The path as this server wants it, for signatures. */
  pathOf(path: string): string {
    return this.endsWithSlash ? withSlash(path) : path;
  }

  /** While nothing is refused and no question waits, there is nothing to wait for. */
  private mayEnterNow(): boolean {
    if (this.isBackingOff || this.running >= this.atOnce) return false;
    this.running += 1;
    this.lastStartedAt = performance.now();
    return true;
  }

  private async enter(): Promise<void> {
    for (;;) {
      const heldBackInMs = this.lastStartedAt + HELD_BACK_MS - performance.now();
      const isAlone = this.isBackingOff && heldBackInMs > 0;
      if (this.running < (isAlone ? 1 : this.atOnce)) break;
      await this.turn(isAlone && this.atOnce > 1 ? heldBackInMs : null);
    }
    this.running += 1;
    const waitMs = this.lastStartedAt + this.pauseMs - performance.now();
    if (this.pauseMs > 0 && waitMs > 0) await this.waitMs(waitMs);
    this.lastStartedAt = performance.now();
  }

  private leave(): void {
    this.running -= 1;
    this.waiting[0]?.();
  }

  /** Until a running question ends, or the time is over. */
  private turn(atMostMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.waiting.splice(this.waiting.indexOf(go), 1);
        resolve();
      };
      const timer = atMostMs === null ? undefined : setTimeout(go, atMostMs);
      this.waiting.push(go);
    });
  }

  /** Ends kept connections, so that with a new one there are not more than allowed: those that were used last, since their source is done with. */
  private makeRoom(): void {
    const kept = [...this.idle.values()].reverse();
    let open = this.running + kept.reduce((sum, connections) => sum + connections.length, 0);
    for (const connections of kept)
      while (open > this.connections && connections.length > 0) {
        connections.shift()?.close();
        open -= 1;
      }
  }

  /** Opens a connection ahead: the first question from this source goes over it, however fresh it has to be, or hears why there is none. */
  prepare(source: Source): void {
    const key = source.address ?? "";
    if (this.atOnce > 1 && !this.isBackingOff && !this.prepared.has(key) && !this.idle.get(key)?.length)
      this.prepared.set(key, this.open(source, null));
  }

  /** A connection from this source over which something was asked before. */
  private takeKept(source: Source) {
    const key = source.address ?? "";
    if (!this.keepsConnections || this.prepared.has(key)) return null;
    const kept = this.idle.get(key)?.pop();
    if (kept?.isUsable) return { ok: true as const, connection: kept, cold: false, to: kept.to, connectMs: null, tlsMs: null, dnsMs: null };
    kept?.close();
    return null;
  }

  private async connect(source: Source, fresh: boolean) {
    const key = source.address ?? "";
    const begun = this.prepared.get(key);
    this.prepared.delete(key);
    const ahead = begun && (await begun);
    if (ahead && (!ahead.ok || ahead.connection.isUsable)) return ahead;
    const kept = fresh || !begun ? null : this.takeKept(source);
    if (kept) return kept;
    const { dnsMs } = this;
    this.dnsMs = null;
    return this.open(source, dnsMs);
  }

  private async open(source: Source, dnsMs: number | null, servers = this.base.resolution.addresses) {
    this.makeRoom();
    const { target } = this.base;
    const left = this.timeLeftMs;
    const { timeouts, signal } = this.options;
    const opened = await openSocket({
      host: target.host,
      port: target.port,
      secure: target.secure,
      addresses: servers,
      from: source.address,
      timeouts: { ...timeouts, connectMs: Math.min(timeouts.connectMs, left), tlsMs: Math.min(timeouts.tlsMs, left) },
      signal,
    });
    if (!opened.ok) return { ok: false as const, ...opened.reason, dnsMs };
    const { socket, to, connectMs, tlsMs } = opened.value;
    return {
      ok: true as const,
      connection: new HttpConnection(socket, target.authority, to, this.lines),
      cold: true,
      to,
      connectMs,
      tlsMs,
      dnsMs,
    };
  }

  private async perform(id: string, question: Question, { fresh = false, to: server }: AskOptions): Promise<Observation> {
    const at = new Date().toISOString();
    const { target } = this.base;
    const { request, source } = question;
    const own = question.below === "base" ? target.basePath + request.path : request.path;
    const path = isLengthened(question) ? this.pathOf(own) : own;
    const { observer } = this;
    const asked = { id, question, path, at, target };
    const opened =
      (fresh ? null : this.takeKept(source)) ?? (await (server ? this.open(source, null, [server]) : this.connect(source, fresh)));
    if (!opened.ok) {
      const timings = { dns: opened.dnsMs, connect: opened.connectMs, tls: opened.tlsMs, firstByte: null, total: null };
      return observer.observe(asked, { cold: true, to: opened.to, timings, failure: opened.failure, answer: null });
    }
    const { connection, cold, to, connectMs, tlsMs, dnsMs } = opened;
    const left = this.timeLeftMs;
    const { timeouts, signal } = this.options;
    const agent = question.userAgent === "" ? [] : [["User-Agent", question.userAgent] as const];
    const headers = [...agent, ...request.headers, ["Accept-Encoding", ACCEPT_ENCODING] as const];
    const exchange = await connection.exchange(
      { method: request.method, path, headers, body: request.body },
      {
        limits: LIMITS,
        timeouts: { firstByteMs: Math.min(timeouts.firstByteMs, left), answerMs: Math.min(timeouts.answerMs, left) },
        signal,
      },
    );
    const { answer: came } = exchange;
    const answer = came && (observer.seeKnown(came) ?? (await observer.see(came, LIMITS.maxBodyBytes)));
    const total = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0) + exchange.totalMs;
    const timings = { dns: dnsMs, connect: connectMs, tls: tlsMs, firstByte: exchange.firstByteMs, total };
    const failure = exchange.failure && (await attributeFailure(source.address, exchange.failure));
    const observation = observer.observe(asked, { cold, to, timings, failure, answer });
    // A refusal may leave the request's body unread, and the next answer would be about that.
    if (observation.reading?.meaning === "pass" && connection.isUsable && this.keepsConnections && !this.isBackingOff)
      this.keep(source, connection);
    else connection.close();
    return observation;
  }

  private keep(source: Source, connection: HttpConnection): void {
    const key = source.address ?? "";
    const connections = this.idle.get(key) ?? [];
    this.idle.delete(key);
    this.idle.set(key, [...connections, connection]);
  }

  /** What was read before it was known what such an answer stands for. */
  readAgain(seen: Observation): Observation {
    const again = this.observer.readAgain(seen);
    this.observations[this.observations.indexOf(seen)] = again;
    return again;
  }
}

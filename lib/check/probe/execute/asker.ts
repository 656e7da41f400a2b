import { LIMITS } from "@/lib/base/limits";
import type { Observation, Question, Source } from "@/lib/check/probe/observation";
import type { Journal } from "@/lib/check/probe/plan/journal";
import type { ProbeOptions } from "@/lib/check/probe/plan/step";
import type { Probe } from "@/lib/check/result";
import { ACCEPT_ENCODING } from "@/lib/connectors/http/read-body";
import { attributeFailure } from "@/lib/connectors/net/attribute-failure";
import { openSocket, type Timeouts } from "@/lib/connectors/net/connect";
import { contentEncodingOf, decodeBody } from "@/lib/connectors/net/decode-body";
import { type HttpAnswer, HttpConnection } from "@/lib/connectors/net/request";
import { headerOf, type SeenAnswer, seeAnswer } from "@/lib/connectors/net/seen-answer";
import { withNewSignature } from "@/lib/connectors/shop-probes";
import { traced } from "@/lib/infra/observe/trace";

export interface AskerOptions {
  timeouts: Timeouts;
  connections?: 1 | 2 | undefined;
  /** Concurrent requests, each on its own connection; by default as many as connections. */
  atOnce?: 1 | 2 | undefined;
  /** A time of `performance.now()`. */
  deadline: number;
  /** The deadline if the shop is slow, or doubts are left. */
  latest?: number | undefined;
  signal?: AbortSignal | undefined;
  onProbe?: ((probe: Probe) => void) | undefined;
  onObservation?: (() => void) | undefined;
}

const ANSWER_LIMITS = { maxHeadBytes: LIMITS.answerHeadBytes, maxBodyBytes: 4 * 1024 * 1024 };
/** After a refusal requests are sent one at a time, unless one takes this long. */
const HELD_BACK_MS = 2_000;

const PATIENCE_IF_SLOW = 2;

const MAX_KEPT_BYTES = 64 * 1024;

const isAlike = (a: Pick<SeenAnswer, "headers">, b: Pick<SeenAnswer, "headers">): boolean =>
  headerOf(a, "content-type") === headerOf(b, "content-type");

/** Too short for a request. */
const MIN_TIME_MS = 50;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Sends the requests of one check: over at most two connections, within budget and deadline, slower after the first refusal. */
export class Asker {
  private readonly idle = new Map<string, HttpConnection[]>();
  private readonly prepared = new Map<string, ReturnType<Asker["open"]>>();
  private readonly waiting: (() => void)[] = [];
  /** Shops describe a route at length, and alike for each visitor: an equal body is not parsed again. */
  private lastLarge: { bytes: Buffer; seen: SeenAnswer } | null = null;
  private running = 0;
  private lastStartedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly journal: Journal,
    private readonly options: AskerOptions,
  ) {}

  private get connections(): number {
    return this.options.connections ?? 2;
  }

  private get atOnce(): number {
    return Math.min(this.connections, this.options.atOnce ?? 2);
  }

  get timeLeftMs(): number {
    const { journal } = this;
    const { signal, deadline, latest = deadline } = this.options;
    return signal?.aborted ? 0 : Math.max(0, (journal.isSlow || journal.mayTakeLonger ? latest : deadline) - performance.now());
  }

  async waitMs(milliseconds: number): Promise<void> {
    if (this.journal.requestsLeft > 0) await pause(Math.min(milliseconds, this.timeLeftMs));
  }

  noteTime(): void {
    this.journal.isOver = this.timeLeftMs < MIN_TIME_MS;
  }

  /** The pace or the address has changed. */
  closeStale(): void {
    if (!this.journal.connectionsAreStale) return;
    this.journal.connectionsAreStale = false;
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

  /** Null if budget, time or the signal forbid it. Never rejects because of the shop. */
  async ask(question: Question, options: ProbeOptions = {}): Promise<Observation | null> {
    const { journal } = this;
    await this.enter();
    try {
      if (journal.requestsLeft <= 0 || this.timeLeftMs < MIN_TIME_MS) return null;
      journal.requests += 1;
      const id = `p${journal.requestsSent}`;
      const observation = await this.traced(id, { ...question, request: withNewSignature(question.request, new Date()) }, options);
      // We cancelled it, so it says nothing about the shop.
      if (this.options.signal?.aborted || (observation.failure && this.timeLeftMs < 1)) return null;
      journal.observations.push(observation);
      this.options.onObservation?.();
      this.options.onProbe?.(observation.probe);
      if (!journal.learnsSlash(observation)) return observation;
    } finally {
      this.leave();
    }
    return this.ask(question, options);
  }

  private async enter(): Promise<void> {
    for (;;) {
      const heldBackInMs = this.lastStartedAt + HELD_BACK_MS - performance.now();
      const isAlone = this.journal.isBackingOff && heldBackInMs > 0;
      if (this.running < (isAlone ? 1 : this.atOnce)) break;
      await this.turn(isAlone && this.atOnce > 1 ? heldBackInMs : null);
    }
    this.running += 1;
    const { pauseMs } = this.journal;
    const waitMs = this.lastStartedAt + pauseMs - performance.now();
    if (pauseMs > 0 && waitMs > 0) await this.waitMs(waitMs);
    this.lastStartedAt = performance.now();
  }

  private leave(): void {
    this.running -= 1;
    this.waiting[0]?.();
  }

  /** Waits until a running request ends or the time is over. */
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

  /** Closes idle connections to stay within the limit, the most recently used first, because their source is done. */
  private makeRoom(): void {
    const kept = [...this.idle.values()].reverse();
    let open = this.running + kept.reduce((sum, connections) => sum + connections.length, 0);
    for (const connections of kept)
      while (open > this.connections && connections.length > 0) {
        connections.shift()?.close();
        open -= 1;
      }
  }

  /** Connects ahead of the first request from this source. */
  prepare(source: Source): void {
    const key = source.address ?? "";
    if (this.atOnce > 1 && !this.journal.isBackingOff && !this.prepared.has(key) && !this.idle.get(key)?.length)
      this.prepared.set(key, this.open(source, null));
  }

  private takeKept(source: Source) {
    const key = source.address ?? "";
    if (!this.journal.keepsConnections || this.prepared.has(key)) return null;
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
    const { dnsMs } = this.journal;
    this.journal.dnsMs = null;
    return this.open(source, dnsMs);
  }

  private async open(source: Source, dnsMs: number | null, servers = this.journal.base.resolution.addresses) {
    this.makeRoom();
    const { target } = this.journal.base;
    const left = this.timeLeftMs;
    const { timeouts, signal } = this.options;
    const { host, port, secure } = target;
    const opened = await openSocket({
      host,
      port,
      secure,
      addresses: servers,
      from: source.address,
      timeouts: { ...timeouts, connectMs: Math.min(timeouts.connectMs, left), tlsMs: Math.min(timeouts.tlsMs, left) },
      signal,
    });
    if (!opened.ok) return { ok: false as const, ...opened.reason, dnsMs };
    const { socket, to, connectMs, tlsMs } = opened.value;
    const connection = new HttpConnection(socket, target.authority, to);
    return { ok: true as const, connection, cold: true, to, connectMs, tlsMs, dnsMs };
  }

  private traced(id: string, question: Question, options: ProbeOptions): Promise<Observation> {
    const { method } = question.request;
    const attributes = { "http.request.method": method, "server.address": this.journal.base.target.host };
    return traced(`${method} shop`, attributes, async (span) => {
      const observation = await this.perform(id, question, options);
      if (observation.failure) span.setAttribute("error.type", observation.failure.code);
      if (observation.probe.status !== null) span.setAttribute("http.response.status_code", observation.probe.status);
      return observation;
    });
  }

  private async perform(id: string, question: Question, options: ProbeOptions): Promise<Observation> {
    const at = new Date().toISOString();
    const { journal } = this;
    const { observer } = journal;
    const { target } = journal.base;
    const { request, source } = question;
    const path = journal.fullPathOf(question);
    const fresh = options.fresh || journal.isBackingOff;
    const { to: server } = options;
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
    const patience = this.journal.isSlow ? PATIENCE_IF_SLOW : 1;
    const agent = question.userAgent === "" ? [] : [["User-Agent", question.userAgent] as const];
    const headers = [...agent, ...request.headers, ["Accept-Encoding", ACCEPT_ENCODING] as const];
    const exchange = await connection.exchange(
      { method: request.method, path, headers, body: request.body },
      {
        limits: ANSWER_LIMITS,
        timeouts: { firstByteMs: Math.min(patience * timeouts.firstByteMs, left), answerMs: Math.min(patience * timeouts.answerMs, left) },
        signal,
      },
    );
    const { answer: came } = exchange;
    const answer = came && (await this.unpack(came));
    const total = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0) + exchange.totalMs;
    const timings = { dns: dnsMs, connect: connectMs, tls: tlsMs, firstByte: exchange.firstByteMs, total };
    const failure = exchange.failure && (await attributeFailure(source.address, exchange.failure));
    const observation = observer.observe(asked, { cold, to, timings, failure, answer });
    // The server may not have read the body of a request that it refused.
    if (observation.reading?.meaning === "pass" && connection.isUsable && journal.keepsConnections && !journal.isBackingOff)
      this.keep(source, connection);
    else connection.close();
    return observation;
  }

  private async unpack(answer: HttpAnswer): Promise<SeenAnswer> {
    const { bytes, state } = await decodeBody(answer.rawBody, contentEncodingOf(answer.headers), ANSWER_LIMITS.maxBodyBytes);
    const bodyState = answer.bodyState === "complete" ? state : answer.bodyState;
    const { lastLarge } = this;
    if (lastLarge && bodyState === lastLarge.seen.bodyState && isAlike(answer, lastLarge.seen) && bytes.equals(lastLarge.bytes))
      return { ...lastLarge.seen, status: answer.status, headers: answer.headers };
    const seen = seeAnswer(answer, bytes, bodyState);
    if (bytes.length > LIMITS.probedJsonBytes && bytes.length <= MAX_KEPT_BYTES) this.lastLarge = { bytes, seen };
    return seen;
  }

  private keep(source: Source, connection: HttpConnection): void {
    const key = source.address ?? "";
    const connections = this.idle.get(key) ?? [];
    this.idle.delete(key);
    this.idle.set(key, [...connections, connection]);
  }
}

import { MINUTE_MS } from "@/lib/base/units";
import { type AnswerLimits, findHeader } from "@/lib/connectors/net/answer-reader";
import { attributeFailure } from "@/lib/connectors/net/attribute-failure";
import { openSocket } from "@/lib/connectors/net/connect";
import { type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import { type Exchange, type HttpAnswer, HttpConnection, type HttpRequest } from "@/lib/connectors/net/request";
import type { ResolvedAddress } from "@/lib/connectors/net/resolve";
import type { Target } from "@/lib/connectors/net/target";

/** How to reach one server; the connection never goes elsewhere. */
export interface Way {
  target: Target;
  /** Already checked against the policy. */
  addresses: readonly ResolvedAddress[];
  from: string | null;
  /** Time for connection and TLS together. */
  connectMs: number;
  headersMs: number;
  bodyMs: number;
  onConnect(phases: { connectMs: number; tlsMs: number | null }): void;
}

export interface Question {
  request: HttpRequest;
  limits: AnswerLimits;
  /** For requests that must not be sent twice: uses a fresh connection if this server has ever closed a kept one. */
  onlyOnce: boolean;
  signal: AbortSignal;
}

export interface Sent {
  exchange: Exchange | null;
  failure: NetFailure | null;
  wasKept: boolean;
}

/** Servers close idle connections after five seconds or more; a request sent at that moment is lost. */
const KEPT_MS = 4_000;
const MAX_KEPT_MS = MINUTE_MS;
/** Margin before the server's own limit. */
const KEPT_MARGIN_MS = 2_000;

/** How long the connection may stay idle after this response, by its Keep-Alive header. */
function keptMs(answer: HttpAnswer): number {
  const said = /(?:^|[\s,;])timeout\s*=\s*"?(\d{1,9})/i.exec(findHeader(answer.headers, "keep-alive") ?? "")?.[1];
  return said === undefined ? KEPT_MS : Math.min(MAX_KEPT_MS, 1_000 * Number(said) - KEPT_MARGIN_MS);
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

/** The only connection to a server: requests queue for it. Opens on demand and reopens after it was closed. */
export class KeptConnection {
  /** Whether a connection has ever been established. */
  reached = false;
  private connection: HttpConnection | null = null;
  private idleTimer: NodeJS.Timeout | undefined;
  private lastTurn: Promise<void> = Promise.resolve();
  private closesUnasked = false;
  private isOver = false;

  constructor(private readonly way: Way) {}

  /** Sends one request and reads the whole response. Never rejects because of the server. */
  async send(question: Question): Promise<Sent> {
    const { signal } = question;
    const before = this.lastTurn;
    const turn = Promise.withResolvers<void>();
    this.lastTurn = before.then(() => turn.promise);
    try {
      if (!signal.aborted) await Promise.race([before, untilAborted(signal)]);
      return signal.aborted ? nothing(netFailure("aborted", "connect")) : await this.exchange(question);
    } finally {
      turn.resolve();
    }
  }

  get from(): string | null {
    return this.way.from;
  }

  close(): void {
    this.isOver = true;
    this.drop();
  }

  private drop(): void {
    clearTimeout(this.idleTimer);
    this.connection?.close();
    this.connection = null;
  }

  private async exchange(question: Question): Promise<Sent> {
    const { headersMs, bodyMs } = this.way;
    const opened = await this.connect(question);
    if ("failure" in opened) return nothing(opened.failure);
    const { connection, wasKept } = opened;
    const { request, limits, signal } = question;
    // The caller's signal limits the total time.
    const timeouts = { firstByteMs: headersMs, answerMs: NO_LIMIT_MS, pauseMs: bodyMs };
    const exchange = await connection.exchange(request, { limits, timeouts, signal });
    if (wasKept && !exchange.answer && exchange.failure?.code !== "response_timed_out") this.closesUnasked = true;
    if (connection.isUsable && exchange.answer) this.keep(keptMs(exchange.answer));
    else this.drop();
    if (exchange.answer || !exchange.failure) return { exchange, failure: null, wasKept };
    return { exchange: { ...exchange, failure: await attributeFailure(this.way.from, exchange.failure) }, failure: null, wasKept };
  }

  private keep(milliseconds: number): void {
    if (milliseconds <= 0) this.drop();
    else this.idleTimer = setTimeout(() => this.drop(), milliseconds).unref();
  }

  private async connect(question: Question): Promise<{ connection: HttpConnection; wasKept: boolean } | { failure: NetFailure }> {
    clearTimeout(this.idleTimer);
    if (this.connection && !this.connection.isUsable) this.closesUnasked = true;
    if (this.connection?.isUsable && !(question.onlyOnce && this.closesUnasked)) return { connection: this.connection, wasKept: true };
    this.drop();
    const { target, addresses, from, connectMs } = this.way;
    const { host, port, secure, authority } = target;
    const timeouts = { connectMs, tlsMs: connectMs };
    const opened = await openSocket({ host, port, secure, addresses, from, timeouts, openMs: connectMs, signal: question.signal });
    if (!opened.ok) return { failure: opened.reason.failure };
    this.reached = true;
    const connection = new HttpConnection(opened.value.socket, authority, opened.value.to);
    this.way.onConnect(opened.value);
    if (this.isOver) connection.close();
    this.connection = connection;
    return { connection, wasKept: false };
  }
}

/** Longest delay of a timer. */
const NO_LIMIT_MS = 2 ** 31 - 1;

const nothing = (failure: NetFailure): Sent => ({ exchange: null, failure, wasKept: false });

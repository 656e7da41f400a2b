import type { Socket } from "node:net";
import { type AnswerHead, type AnswerLimits, AnswerReader, type BodyState } from "@/lib/connectors/net/answer-reader";
import type { Timeouts } from "@/lib/connectors/net/connect";
import { failureOfAnswer, type NetFailure, netFailure } from "@/lib/connectors/net/failures";

export interface HttpRequest {
  method: string;
  path: string;
  /** In the order they are sent; Host and Content-Length are added. */
  headers: readonly (readonly [string, string])[];
  body: string | null;
}

export interface HttpAnswer extends AnswerHead {
  /** As sent, still compressed, at most as long as allowed. */
  rawBody: Buffer;
  bodyState: BodyState;
}

export interface Exchange {
  answer: HttpAnswer | null;
  failure: NetFailure | null;
  firstByteMs: number | null;
  /** From sending to the last byte, or to the failure. */
  totalMs: number;
  broken: NetFailure | null;
}

export interface ExchangeTimeouts extends Pick<Timeouts, "firstByteMs" | "answerMs"> {
  /** Between two pieces of the body; left out where the whole answer's time alone counts. */
  pauseMs?: number;
}

const CONTROL = /[\r\n\0]/;

const writeRequest = (request: HttpRequest, authority: string): string => {
  const { method, path, headers, body } = request;
  let head = `${method} ${path} HTTP/1.1`;
  let isClean = !CONTROL.test(head) && !CONTROL.test(authority);
  head += `\r\nHost: ${authority}\r\n`;
  for (const [name, value] of headers) {
    isClean &&= !CONTROL.test(name) && !CONTROL.test(value);
    head += `${name}: ${value}\r\n`;
  }
  // Any more of them would end a line or the head early.
  if (!isClean) throw new Error("control characters in a request head");
  if (body === null) return `${head}\r\n`;
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

interface Running {
  reader: AnswerReader;
  startedAt: number;
  firstByteMs: number | null;
  /** What each of them may take. */
  waitMs: number;
  answerMs: number;
  pauseMs: number;
  lastByteAt: number;
  signal: AbortSignal | undefined;
  resolve(exchange: Exchange): void;
}

/** One open connection that carries requests one after the other. */
export class HttpConnection {
  private running: Running | null = null;
  private lastError: Error | null = null;
  private closed = false;
  /** Fires when a deadline may have passed; kept across requests, since most end long before. */
  private timer: NodeJS.Timeout | undefined;
  private timerAt = 0;
  sent = 0;

  constructor(
    private readonly socket: Socket,
    private readonly authority: string,
    readonly to: string,
  ) {
    socket.on("data", (bytes: Buffer) => this.receive(bytes));
    socket.on("error", (error) => {
      this.lastError = error;
    });
    const atEnd = () => this.end();
    socket.on("end", atEnd);
    socket.on("close", atEnd);
  }

  get isUsable(): boolean {
    return !this.closed && !this.socket.destroyed && this.running === null;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.destroy();
  }

  /** Sends one request and reads its answer within the limits. Never rejects; a connection that cannot be used again is closed. */
  exchange(
    request: HttpRequest,
    options: { limits: AnswerLimits; timeouts: ExchangeTimeouts; signal?: AbortSignal | undefined },
  ): Promise<Exchange> {
    const { limits, timeouts, signal } = options;
    const { firstByteMs, answerMs, pauseMs = Number.POSITIVE_INFINITY } = timeouts;
    return new Promise((resolve) => {
      const bytes = writeRequest(request, this.authority);
      const running: Running = {
        reader: new AnswerReader(request.method, limits),
        startedAt: performance.now(),
        firstByteMs: null,
        waitMs: Math.min(firstByteMs, answerMs),
        answerMs,
        pauseMs,
        lastByteAt: 0,
        signal,
        resolve,
      };
      this.running = running;
      this.watch(running.waitMs, running.startedAt);
      signal?.addEventListener("abort", this.abort);
      this.sent += 1;
      if (signal?.aborted) this.abort();
      else if (this.closed || this.socket.destroyed) this.settle(running, netFailure("no_answer", "answer"));
      else this.socket.write(bytes);
    });
  }

  private readonly abort = (): void => {
    if (this.running) this.settle(this.running, netFailure("aborted", "answer"));
  };

  private receive(bytes: Buffer): void {
    const { running } = this;
    // Unrequested bytes: the connection is out of sync.
    if (running === null) this.closed = true;
    else {
      running.reader.push(bytes);
      if (running.firstByteMs !== null && running.pauseMs < running.answerMs) running.lastByteAt = performance.now();
      this.progress(running);
    }
  }

  private end(): void {
    this.closed = true;
    const { running } = this;
    if (running === null) {
      clearTimeout(this.timer);
      return;
    }
    if (!this.lastError) running.reader.finish();
    this.progress(running);
  }

  private progress(running: Running): void {
    const { reader } = running;
    if (running.firstByteMs === null && !this.lastError && (reader.head || reader.failure !== "no_answer")) this.noteHead(running);
    if (reader.failure) this.settle(running, netFailure(reader.failure, "answer"));
    else if (reader.done) this.settle(running, null);
    else if (this.closed) this.settle(running, this.lastError ? failureOfAnswer(this.lastError) : netFailure("no_answer", "answer"));
  }

  private noteHead(running: Running): void {
    const { startedAt, pauseMs, answerMs } = running;
    running.lastByteAt = performance.now();
    running.firstByteMs = running.lastByteAt - startedAt;
    if (pauseMs === Number.POSITIVE_INFINITY) return;
    this.watch(Math.min(pauseMs, answerMs - running.firstByteMs), running.lastByteAt);
  }

  /** Checks the deadlines again in `ms`, or earlier. */
  private watch(milliseconds: number, now: number): void {
    const at = now + milliseconds;
    if (this.timer !== undefined && this.timerAt <= at) return;
    clearTimeout(this.timer);
    this.timerAt = at;
    // An open connection keeps the process alive by itself.
    this.timer = setTimeout(passLimit, milliseconds, this).unref();
  }

  /** Ends the request if a deadline has passed; otherwise waits for the next one. */
  passLimit(): void {
    this.timer = undefined;
    const { running } = this;
    if (running === null) return;
    const { startedAt, firstByteMs, waitMs, answerMs, pauseMs, lastByteAt } = running;
    const now = performance.now();
    const leftMs = firstByteMs === null ? waitMs - (now - startedAt) : Math.min(answerMs - (now - startedAt), pauseMs - (now - lastByteAt));
    if (leftMs < 1) this.settle(running, netFailure("response_timed_out", "answer"));
    else this.watch(leftMs, now);
  }

  private settle(running: Running, failure: NetFailure | null): void {
    const { reader, signal, startedAt, firstByteMs } = running;
    signal?.removeEventListener("abort", this.abort);
    this.running = null;
    if (!reader.isReusable || failure) this.close();
    const { head } = reader;
    const lateState = reader.failure ? ("unfinished" as const) : reader.bodyState;
    const bodyState = failure?.code === "response_timed_out" ? ("timed_out" as const) : lateState;
    const answer = head ? { ...head, rawBody: reader.body, bodyState } : null;
    // After the head, the answer counts, whatever happens to its body.
    const outcome = answer ? { failure: null, broken: failure } : { failure, broken: null };
    running.resolve({ answer, ...outcome, firstByteMs, totalMs: performance.now() - startedAt });
  }
}

function passLimit(connection: HttpConnection): void {
  connection.passLimit();
}

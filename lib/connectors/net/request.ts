import type { Socket } from "node:net";
import { type AnswerHead, type AnswerLimits, AnswerReader, type BodyState } from "@/lib/connectors/net/answer-reader";
import type { Timeouts } from "@/lib/connectors/net/connect";
import { failureOfAnswer, type NetFailure, netFailure } from "@/lib/connectors/net/failures";

export interface HttpRequest {
  method: string;
  path: string;
  /** In the order sent; Host and Content-Length are added. */
  headers: readonly (readonly [string, string])[];
  body: string | null;
}

export interface HttpAnswer extends AnswerHead {
  /** As sent, still compressed, up to the size limit. */
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
  /** Limit between two pieces of the body; if absent, only the limit for the whole response applies. */
  pauseMs?: number;
}

const CONTROL = /[\r\n\0]/;

function writeRequest({ method, path, headers, body }: HttpRequest, authority: string): string {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${authority}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  if (body !== null) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  // They would end a line or the head early.
  if (lines.some((line) => CONTROL.test(line))) throw new Error("control characters in a request head");
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`;
}

/** One open connection, used for one request after another. */
export class HttpConnection {
  private running: { reader: AnswerReader; progress(): void } | null = null;
  private lastError: Error | null = null;
  private closed = false;

  constructor(
    private readonly socket: Socket,
    private readonly authority: string,
    readonly to: string,
  ) {
    socket.on("data", (bytes: Buffer) => {
      // Unrequested bytes: the connection is out of sync.
      if (this.running === null) this.closed = true;
      this.running?.reader.push(bytes);
      this.running?.progress();
    });
    socket.on("error", (error) => {
      this.lastError = error;
    });
    const atEnd = () => {
      this.closed = true;
      if (!this.lastError) this.running?.reader.finish();
      this.running?.progress();
    };
    socket.on("end", atEnd);
    socket.on("close", atEnd);
  }

  get isUsable(): boolean {
    return !this.closed && !this.socket.destroyed && this.running === null;
  }

  close(): void {
    this.closed = true;
    this.socket.destroy();
  }

  /** Sends one request and reads its response within the limits. Never rejects; closes a connection that cannot be reused. */
  exchange(
    request: HttpRequest,
    options: { limits: AnswerLimits; timeouts: ExchangeTimeouts; signal?: AbortSignal | undefined },
  ): Promise<Exchange> {
    const { limits, timeouts, signal } = options;
    const { pauseMs } = timeouts;
    return new Promise((resolve) => {
      const bytes = writeRequest(request, this.authority);
      const reader = new AnswerReader(request.method, limits);
      const startedAt = performance.now();
      let firstByteMs: number | null = null;

      const settle = (failure: NetFailure | null): void => {
        clearTimeout(nextPiece);
        clearTimeout(end);
        signal?.removeEventListener("abort", abort);
        this.running = null;
        if (!reader.isReusable || failure) this.close();
        const lateState = reader.failure ? "unfinished" : reader.bodyState;
        const bodyState = failure?.code === "response_timed_out" ? "timed_out" : lateState;
        const answer = reader.head && { ...reader.head, rawBody: reader.body, bodyState };
        // Once the head has arrived, the response counts, whatever happens to its body.
        const outcome = answer ? { failure: null, broken: failure } : { failure, broken: null };
        resolve({ answer, ...outcome, firstByteMs, totalMs: performance.now() - startedAt });
      };
      const abort = (): void => settle(netFailure("aborted", "answer"));
      const expire = (): void => settle(netFailure("response_timed_out", "answer"));
      const end = setTimeout(expire, timeouts.answerMs);
      let nextPiece = setTimeout(expire, timeouts.firstByteMs);

      const notePiece = (): void => {
        firstByteMs ??= performance.now() - startedAt;
        clearTimeout(nextPiece);
        if (pauseMs !== undefined) nextPiece = setTimeout(expire, pauseMs);
      };
      const progress = (): void => {
        if (!this.lastError && (reader.head || reader.failure !== "no_answer")) notePiece();
        if (reader.failure) settle(netFailure(reader.failure, "answer"));
        else if (reader.done) settle(null);
        else if (this.closed) settle(this.lastError ? failureOfAnswer(this.lastError) : netFailure("no_answer", "answer"));
      };

      this.running = { reader, progress };
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) abort();
      else if (this.closed || this.socket.destroyed) settle(netFailure("no_answer", "answer"));
      else this.socket.write(bytes);
    });
  }
}

import type { Socket } from "node:net";
import { type AnswerHead, type AnswerLimits, AnswerReader, type BodyState } from "@/lib/net/answer-reader";
import type { Timeouts } from "@/lib/net/connect";
import { failureOfAnswer, type NetFailure, netFailure } from "@/lib/net/failures";

export interface HttpRequest {
  method: string;
  /** Path and query. */
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

/** One open connection that carries requests one after the other. */
export class HttpConnection {
  private reader: AnswerReader | null = null;
  private onProgress: (() => void) | null = null;
  private lastError: Error | null = null;
  private closed = false;
  /** Requests that were sent over this connection. */
  sent = 0;

  constructor(
    private readonly socket: Socket,
    private readonly authority: string,
    /** Remote address that it is connected to. */
    readonly to: string,
  ) {
    socket.on("data", (chunk: Buffer) => {
      // Bytes that nobody asked for: the connection is out of step.
      if (this.reader) this.reader.push(chunk);
      else this.closed = true;
      this.onProgress?.();
    });
    socket.on("error", (error) => {
      this.lastError = error;
    });
    const atEnd = () => {
      this.closed = true;
      if (!this.lastError) this.reader?.finish();
      this.onProgress?.();
    };
    socket.once("end", atEnd);
    socket.once("close", atEnd);
  }

  get isUsable(): boolean {
    return !this.closed && !this.socket.destroyed && this.reader === null;
  }

  close(): void {
    this.closed = true;
    this.socket.destroy();
  }

  /** Sends one request and reads its answer within the limits. Never rejects; a connection that cannot be used again is closed. */
  exchange(
    request: HttpRequest,
    options: { limits: AnswerLimits; timeouts: Pick<Timeouts, "firstByteMs" | "answerMs">; signal?: AbortSignal | undefined },
  ): Promise<Exchange> {
    const { limits, timeouts, signal } = options;
    return new Promise((resolve) => {
      const reader = new AnswerReader(request.method, limits);
      const startedAt = performance.now();
      let firstByteMs: number | null = null;
      const settle = (failure: NetFailure | null) => {
        clearTimeout(firstByteTimer);
        clearTimeout(answerTimer);
        signal?.removeEventListener("abort", abort);
        this.reader = null;
        this.onProgress = null;
        if (!reader.isReusable || failure) this.close();
        const { head } = reader;
        const bodyState = failure?.code === "response_timed_out" ? ("timed_out" as const) : reader.bodyState;
        const answer = head && !reader.failure ? { ...head, rawBody: reader.body, bodyState } : null;
        // Once the head has come the answer counts, whatever became of its body.
        resolve({ answer, failure: answer ? null : failure, firstByteMs, totalMs: performance.now() - startedAt });
      };
      const timeOut = () => settle(netFailure("response_timed_out", "answer"));
      const abort = () => settle(netFailure("aborted", "answer"));
      const firstByteTimer = setTimeout(timeOut, timeouts.firstByteMs);
      const answerTimer = setTimeout(timeOut, timeouts.answerMs);
      signal?.addEventListener("abort", abort, { once: true });

      this.reader = reader;
      this.onProgress = () => {
        if (firstByteMs === null && !this.lastError && (reader.head || reader.failure !== "no_answer")) {
          firstByteMs = performance.now() - startedAt;
          clearTimeout(firstByteTimer);
        }
        if (reader.failure) settle(netFailure(reader.failure, "answer"));
        else if (reader.done) settle(null);
        else if (this.closed) settle(this.lastError ? failureOfAnswer(this.lastError) : netFailure("no_answer", "answer"));
      };
      this.sent += 1;
      if (signal?.aborted) abort();
      else if (this.closed || this.socket.destroyed) settle(netFailure("no_answer", "answer"));
      else this.socket.write(writeRequest(request, this.authority));
    });
  }
}

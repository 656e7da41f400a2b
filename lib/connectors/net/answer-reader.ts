import { isUtf8 } from "node:buffer";
import type { NetFailureCode } from "@/lib/connectors/net/failures";

// A small, strict, bounded parser of HTTP/1.1 responses (RFC 9112). It is fed bytes and owns no socket, so it can be tested alone.

export interface AnswerLimits {
  /** Largest head in bytes, including interim responses. */
  maxHeadBytes: number;
  /** Largest body in bytes as sent; the rest is cut off. */
  maxBodyBytes: number;
}

/** `cut`: larger than allowed · `unfinished`: the connection ended first · `timed_out`: the body never ended · otherwise `complete`. */
export type BodyState = "complete" | "cut" | "unfinished" | "timed_out";

export interface AnswerHead {
  version: "1.0" | "1.1";
  status: number;
  /** Lower-case name and value, in the order sent. */
  headers: readonly (readonly [string, string])[];
}

const NOTHING = Buffer.alloc(0);
const LF = 10;
const CR = 13;
/** Programs behind a proxy may write the version used by visitors; the bytes are HTTP/1.1 regardless. */
const STATUS_LINE = /^HTTP\/(1\.[01]|2\.0) ([1-9]\d\d)(?: (.*))?$/i;
const FOLDED = /\n[ \t]/;
const ALL_FOLDED = /\r?\n[ \t]+/g;
const MAX_INTERIM_ANSWERS = 8;

export const findHeader = (headers: AnswerHead["headers"], name: string): string | undefined =>
  headers.find((header) => header[0] === name)?.[1];

/** A line without a name means nothing; such responses are read as browsers read them. */
const readHeaderLine = (line: string): readonly [string, string] | null => {
  const colon = line.indexOf(":");
  return colon > 0 ? [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] : null;
};

const withoutCr = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);

type Framing = { kind: "none" } | { kind: "length"; left: number } | { kind: "chunked" } | { kind: "until_close" };

export class AnswerReader {
  head: AnswerHead | null = null;
  failure: NetFailureCode | null = null;
  bodyState: BodyState = "unfinished";
  done = false;
  /** Whether bytes arrived that belong to no response: such a connection must not be reused. */
  surplus = false;
  private keepAlive = true;
  private pending: Buffer = NOTHING;
  private framing: Framing = { kind: "none" };
  private chunkLeft = 0;
  private chunkState: "size" | "data" | "after_data" | "trailer" = "size";
  private headBytes = 0;
  /** How far the head was searched without finding its end. */
  private searchedBytes = 0;
  private interimAnswers = 0;
  private bodyBytes = 0;
  /** The body plus spare room: pieces held separately take many times their size. */
  private room: Buffer = NOTHING;

  constructor(
    private readonly method: string,
    private readonly limits: AnswerLimits,
  ) {}

  get body(): Buffer {
    return this.room.subarray(0, this.bodyBytes);
  }

  get isReusable(): boolean {
    return this.done && !this.failure && this.bodyState === "complete" && this.keepAlive && !this.surplus;
  }

  push(chunk: Buffer): void {
    if (this.done) {
      this.surplus = true;
      return;
    }
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    if (!this.head) this.readHead();
    if (this.head && !this.done) this.readBody();
    if (this.done && this.pending.length > 0) this.surplus = true;
  }

  finish(): void {
    if (this.done) return;
    if (!this.head) this.fail(this.pending.length === 0 && this.interimAnswers === 0 ? "no_answer" : "malformed_answer");
    else this.end(this.framing.kind === "until_close" ? "complete" : "unfinished");
  }

  private fail(code: NetFailureCode): void {
    this.failure = code;
    this.done = true;
  }

  private end(state: BodyState): void {
    this.bodyState = state;
    this.done = true;
  }

  private readHead(): void {
    while (!this.head && !this.done) {
      if (!this.skipEmptyLines()) return;
      const start = this.pending.subarray(0, 5).toString("latin1").toUpperCase();
      if (!"HTTP/".startsWith(start)) {
        this.fail("malformed_answer");
        return;
      }
      const end = this.findHeadEnd();
      if (end < 0) {
        if (this.headBytes + this.pending.length > this.limits.maxHeadBytes) this.fail("head_too_large");
        return;
      }
      this.headBytes += end;
      if (this.headBytes > this.limits.maxHeadBytes) {
        this.fail("head_too_large");
        return;
      }
      const bytes = this.pending.subarray(0, end);
      // Servers send URLs and names in UTF-8, as browsers assume; anything else is read byte by byte.
      const text = bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
      this.pending = this.pending.subarray(end);
      this.searchedBytes = 0;
      this.parseHead(text);
    }
  }

  /** Some servers send extra empty lines, which HTTP clients ignore. They count towards the head. False if there were too many. */
  private skipEmptyLines(): boolean {
    let at = 0;
    while (this.pending[at] === CR || this.pending[at] === LF) at += 1;
    this.pending = this.pending.subarray(at);
    this.headBytes += at;
    if (this.headBytes > this.limits.maxHeadBytes) this.fail("head_too_large");
    return !this.done;
  }

  /** Index after the empty line; -1 without one. A bare LF also ends a line (RFC 9112, 2.2). */
  private findHeadEnd(): number {
    const { pending } = this;
    for (let at = pending.indexOf(LF, this.searchedBytes); at >= 0; at = pending.indexOf(LF, at + 1)) {
      if (pending[at + 1] === LF) return at + 2;
      if (pending[at + 1] === CR && pending[at + 2] === LF) return at + 3;
    }
    // The last two bytes may be the start of the end.
    this.searchedBytes = Math.max(0, pending.length - 2);
    return -1;
  }

  private parseHead(text: string): void {
    const unfolded = FOLDED.test(text) ? text.replace(ALL_FOLDED, " ") : text;
    const [statusLine = "", ...lines] = unfolded
      .split("\n")
      .map(withoutCr)
      .filter((line) => line !== "");
    const match = STATUS_LINE.exec(statusLine);
    if (!match) {
      this.fail("malformed_answer");
      return;
    }
    const status = Number(match[2]);
    if (status < 200 && status !== 101) {
      this.interimAnswers += 1;
      if (this.interimAnswers > MAX_INTERIM_ANSWERS) this.fail("malformed_answer");
      return;
    }
    const isOldVersion = match[1] === "1.0";
    const headers = lines.map(readHeaderLine).filter((header) => header !== null);
    this.head = { version: isOldVersion ? "1.0" : "1.1", status, headers };
    this.chooseFraming(status, headers, isOldVersion);
  }

  private chooseFraming(status: number, headers: AnswerHead["headers"], isOldVersion: boolean): void {
    const valuesOf = (name: string): string[] => headers.filter(([key]) => key === name).map(([, value]) => value.toLowerCase());
    const [connection] = valuesOf("connection");
    const encodings = valuesOf("transfer-encoding").filter((value) => value !== "identity");
    // A repeated value may be joined into one line (RFC 9110, 8.6).
    const lengths = new Set(valuesOf("content-length").flatMap((value) => value.split(",").map((said) => said.trim())));
    const [length] = lengths;
    this.keepAlive = isOldVersion ? (connection?.includes("keep-alive") ?? false) : !connection?.includes("close");
    if (this.method === "HEAD" || status === 204 || status === 304 || status === 101) {
      this.end("complete");
      return;
    }
    if (encodings.length > 0) {
      this.framing = { kind: /\bchunked$/.test(encodings.join(",")) ? "chunked" : "until_close" };
      // Both headers at once allow response smuggling (RFC 9112, 6.3): read this response, and trust nothing after it.
      if (length !== undefined) this.keepAlive = false;
      return;
    }
    if (length !== undefined) {
      if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) {
        this.fail("malformed_answer");
        return;
      }
      if (Number(length) === 0) {
        this.end("complete");
        return;
      }
      this.framing = { kind: "length", left: Number(length) };
      return;
    }
    this.keepAlive = false;
    this.framing = { kind: "until_close" };
  }

  /** Keeps body bytes up to the limit; false once the body is cut. */
  private keep(bytes: Buffer): boolean {
    const kept = bytes.subarray(0, this.limits.maxBodyBytes - this.bodyBytes);
    const size = this.bodyBytes + kept.length;
    if (size > this.room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(size, 2 * this.room.length));
      this.room.copy(larger);
      this.room = larger;
    }
    kept.copy(this.room, this.bodyBytes);
    this.bodyBytes = size;
    if (kept.length === bytes.length) return true;
    this.end("cut");
    return false;
  }

  private readBody(): void {
    const { framing } = this;
    if (framing.kind === "chunked") {
      this.readChunks();
      return;
    }
    if (framing.kind === "length") {
      const bytes = this.pending.subarray(0, framing.left);
      this.pending = this.pending.subarray(bytes.length);
      framing.left -= bytes.length;
      if (this.keep(bytes) && framing.left === 0) this.end("complete");
      return;
    }
    const bytes = this.pending;
    this.pending = NOTHING;
    this.keep(bytes);
  }

  private readChunks(): void {
    while (!this.done && this.pending.length > 0) {
      if (this.chunkState === "data") {
        const bytes = this.pending.subarray(0, this.chunkLeft);
        this.pending = this.pending.subarray(bytes.length);
        this.chunkLeft -= bytes.length;
        if (!this.keep(bytes)) return;
        if (this.chunkLeft === 0) this.chunkState = "after_data";
        continue;
      }
      const end = this.pending.indexOf(LF);
      if (end < 0) {
        if (this.pending.length > 4_096) this.fail("malformed_answer");
        return;
      }
      const line = this.pending.subarray(0, end).toString("latin1").replace(/\r$/, "");
      this.pending = this.pending.subarray(end + 1);
      this.readChunkLine(line);
    }
  }

  private readChunkLine(line: string): void {
    if (this.chunkState === "after_data") {
      if (line !== "") {
        this.fail("malformed_answer");
        return;
      }
      this.chunkState = "size";
    } else if (this.chunkState === "trailer") {
      this.headBytes += line.length;
      if (line === "") this.end("complete");
      else if (this.headBytes > this.limits.maxHeadBytes) this.fail("head_too_large");
    } else {
      const [, size] = /^0*([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
      if (size === undefined) {
        this.fail("malformed_answer");
        return;
      }
      this.chunkLeft = Number.parseInt(size, 16);
      this.chunkState = this.chunkLeft === 0 ? "trailer" : "data";
    }
  }
}

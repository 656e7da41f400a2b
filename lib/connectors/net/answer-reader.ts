import { isUtf8 } from "node:buffer";
import type { NetFailureCode } from "@/lib/connectors/net/failures";

// A small, strict, bounded reader of HTTP/1.1 answers (RFC 9112). It is fed with bytes and holds no socket, so that it can be tested alone.

export interface AnswerLimits {
  /** Largest head in bytes, over all interim answers. */
  maxHeadBytes: number;
  /** Largest body in bytes as sent; more is cut off. */
  maxBodyBytes: number;
}

/** `cut`: larger than allowed · `unfinished`: the connection ended before the body did · `timed_out`: it never ended · `complete` otherwise. */
export type BodyState = "complete" | "cut" | "unfinished" | "timed_out";

export interface AnswerHead {
  version: "1.0" | "1.1";
  status: number;
  /** Lower-case name and value, in the order sent. */
  headers: readonly (readonly [string, string])[];
}

/** As much as browsers take: no shop has more. */
export const MAX_HEAD_BYTES = 256 * 1024;

const NOTHING = Buffer.alloc(0);
const LF = 10;
const CR = 13;
/** Programs behind a proxy write the version that visitors speak with it; whatever they call it, these bytes are HTTP/1.1. */
const STATUS_LINE = /^HTTP\/(1\.[01]|2\.0) ([1-9]\d\d)(?: (.*))?$/i;
const FOLDED = /\n[ \t]/;
const ALL_FOLDED = /\r?\n[ \t]+/g;
const MAX_INTERIM_ANSWERS = 8;
/** Past so many pieces of a body small ones are copied together: held each by itself they take many times their size. */
const MANY_PIECES = 64;
const SMALL_PIECE_BYTES = 4_096;
const JOINED_BYTES = 65_536;

export function findHeader(headers: AnswerHead["headers"], name: string): string | undefined {
  for (const header of headers) if (header[0] === name) return header[1];
  return undefined;
}

/** Header lines read before: most come with every answer of a server, so each is parsed and kept once. */
export type HeaderLines = Map<string, AnswerHead["headers"][number]>;

/** More of them, or longer ones, are not worth the memory. */
const MAX_LINES = 64;
const MAX_LINE_CHARACTERS = 1_000;

/** A line without a name says nothing (null); servers that send one are read as browsers read them. */
function readHeaderLine(line: string, known: HeaderLines): AnswerHead["headers"][number] | null {
  const before = known.get(line);
  if (before) return before;
  const colon = line.indexOf(":");
  if (colon <= 0) return null;
  const header = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  if (known.size < MAX_LINES && line.length <= MAX_LINE_CHARACTERS) known.set(line, header);
  return header;
}

type Framing = { kind: "none" } | { kind: "length"; left: number } | { kind: "chunked" } | { kind: "until_close" };

export class AnswerReader {
  head: AnswerHead | null = null;
  failure: NetFailureCode | null = null;
  bodyState: BodyState = "unfinished";
  done = false;
  /** True when bytes came that belong to no answer: such a connection must not be used again. */
  surplus = false;
  private keepAlive = true;
  private pending: Buffer = NOTHING;
  /** Whether what is pending is not ours to keep. */
  private isLent = false;
  private framing: Framing = { kind: "none" };
  private chunkLeft = 0;
  private chunkState: "size" | "data" | "after_data" | "trailer" = "size";
  private headBytes = 0;
  /** Up to where the head was searched without finding its end. */
  private searchedBytes = 0;
  private interimAnswers = 0;
  private bodyBytes = 0;
  /** How long the body is said to be; 0 where that is not said. */
  private length = 0;
  private readonly chunks: Buffer[] = [];
  /** Where small pieces are copied together, and how far it is full; the last of the chunks is what is full of it. */
  private room: Buffer | null = null;
  private roomUsed = 0;

  constructor(
    private readonly method: string,
    private readonly limits: AnswerLimits,
    private readonly lines: HeaderLines = new Map(),
  ) {}

  get body(): Buffer {
    return this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks);
  }

  get isReusable(): boolean {
    return this.done && !this.failure && this.bodyState === "complete" && this.keepAlive && !this.surplus;
  }

  /** `isLent`: the caller will overwrite the bytes; what is kept of them is copied. */
  push(chunk: Buffer, isLent = false): void {
    if (this.done) {
      this.surplus = true;
      return;
    }
    const isWhole = this.pending.length === 0;
    this.isLent = isLent && isWhole;
    this.pending = isWhole ? chunk : Buffer.concat([this.pending, chunk]);
    if (!this.head) this.readHead();
    if (this.head && !this.done) this.readBody();
    if (this.done && this.pending.length > 0) this.surplus = true;
    if (this.isLent) this.pending = this.done ? NOTHING : Buffer.from(this.pending);
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
      // Servers write addresses and names in UTF-8, as browsers read them; one that does not is read byte by byte.
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

  /** Index after the empty line, -1 without one. A bare LF ends a line too (RFC 9112, 2.2). */
  private findHeadEnd(): number {
    const { pending } = this;
    for (let at = pending.indexOf(LF, this.searchedBytes); at >= 0; at = pending.indexOf(LF, at + 1)) {
      if (pending[at + 1] === LF) return at + 2;
      if (pending[at + 1] === CR && pending[at + 2] === LF) return at + 3;
    }
    // The last two bytes may be the beginning of an end.
    this.searchedBytes = Math.max(0, pending.length - 2);
    return -1;
  }

  private parseHead(text: string): void {
    const unfolded = FOLDED.test(text) ? text.replace(ALL_FOLDED, " ") : text;
    let statusLine: string | null = null;
    const headers: AnswerHead["headers"][number][] = [];
    for (let start = 0; start < unfolded.length; ) {
      const feed = unfolded.indexOf("\n", start);
      const lineEnd = feed < 0 ? unfolded.length : feed;
      const end = lineEnd > start && unfolded.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
      if (end > start) {
        if (statusLine === null) statusLine = unfolded.slice(start, end);
        else {
          const header = readHeaderLine(unfolded.slice(start, end), this.lines);
          if (header) headers.push(header);
        }
      }
      start = lineEnd + 1;
    }
    const match = STATUS_LINE.exec(statusLine ?? "");
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
    this.head = { version: isOldVersion ? "1.0" : "1.1", status, headers };
    this.chooseFraming(status, headers, isOldVersion);
  }

  private chooseFraming(status: number, headers: AnswerHead["headers"], isOldVersion: boolean): void {
    let connection: string | undefined;
    let encodings: string | undefined;
    let length: string | undefined;
    let isLengthCertain = true;
    for (const header of headers) {
      const name = header[0];
      const value = header[1];
      if (name === "connection") connection ??= value.toLowerCase();
      else if (name === "transfer-encoding" && value.toLowerCase() !== "identity")
        encodings = `${encodings === undefined ? "" : `${encodings},`}${value.toLowerCase()}`;
      else if (name === "content-length") {
        // A repeated value may be joined into one line (RFC 9110, 8.6).
        for (const said of value.split(",")) {
          isLengthCertain &&= length === undefined || length === said.trim();
          length = said.trim();
        }
      }
    }
    this.keepAlive = isOldVersion ? (connection?.includes("keep-alive") ?? false) : !connection?.includes("close");
    if (this.method === "HEAD" || status === 204 || status === 304 || status === 101) {
      this.end("complete");
      return;
    }
    if (encodings !== undefined) {
      if (/\bchunked$/.test(encodings)) this.framing = { kind: "chunked" };
      else this.framing = { kind: "until_close" };
      // Both lengths at once is how answers are smuggled (RFC 9112, 6.3): read this one, trust nothing after it.
      if (length !== undefined) this.keepAlive = false;
      return;
    }
    if (length !== undefined) {
      if (!isLengthCertain || !/^\d{1,15}$/.test(length)) {
        this.fail("malformed_answer");
        return;
      }
      if (Number(length) === 0) {
        this.end("complete");
        return;
      }
      this.length = Number(length);
      this.framing = { kind: "length", left: this.length };
      return;
    }
    this.keepAlive = false;
    this.framing = { kind: "until_close" };
  }

  private store(bytes: Buffer): void {
    this.room = this.roomFor(bytes);
    if (this.room === null) {
      this.chunks.push(this.isLent ? Buffer.from(bytes) : bytes);
      return;
    }
    bytes.copy(this.room, this.roomUsed);
    this.roomUsed += bytes.length;
    this.chunks[this.chunks.length - 1] = this.room.subarray(0, this.roomUsed);
  }

  /** Where a piece is copied to behind others; null where it is kept by itself. */
  private roomFor(bytes: Buffer): Buffer | null {
    const { isLent, length, room } = this;
    const isSmall = bytes.length <= SMALL_PIECE_BYTES;
    // What has to be copied anyway is put together at once, where that is no great promise of the server's.
    if (isLent && this.chunks.length === 0 && length > SMALL_PIECE_BYTES && length <= JOINED_BYTES) return this.makeRoom(length);
    if (!isSmall && !isLent) return null;
    if (room !== null && room.length - this.roomUsed >= bytes.length) return room;
    return isSmall && this.chunks.length >= MANY_PIECES ? this.makeRoom(JOINED_BYTES) : null;
  }

  private makeRoom(size: number): Buffer {
    const room = Buffer.allocUnsafeSlow(size);
    this.roomUsed = 0;
    this.chunks.push(room);
    return room;
  }

  /** Keeps body bytes up to the limit; false when the answer is cut here. */
  private keep(bytes: Buffer): boolean {
    const room = this.limits.maxBodyBytes - this.bodyBytes;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (kept.length > 0) this.store(kept);
    this.bodyBytes += kept.length;
    if (bytes.length <= room) return true;
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

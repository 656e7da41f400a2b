import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerReader } from "@/lib/connectors/net/answer-reader";

const LIMITS = { maxHeadBytes: 4_096, maxBodyBytes: 10_000 };

interface Outcome {
  status: number | null;
  body: string;
  state: string;
  failure: string | null;
  reusable: boolean;
}

/** Feeds the bytes in pieces of the given sizes (the last takes the rest) and closes the connection. */
function feed(bytes: Buffer, sizes: readonly number[] = [], { method = "GET", limits = LIMITS } = {}): Outcome {
  const reader = new AnswerReader(method, limits);
  let at = 0;
  for (const size of sizes) {
    if (at >= bytes.length) break;
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (at < bytes.length) reader.push(bytes.subarray(at));
  const reusable = reader.isReusable;
  reader.finish();
  return { status: reader.head?.status ?? null, body: reader.body.toString(), state: reader.bodyState, failure: reader.failure, reusable };
}

const text = (value: string): Buffer => Buffer.from(value, "latin1");
const chunked = (parts: readonly string[]): string =>
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join("")}0\r\n\r\n`;

describe("a response is read the same however the network splits it", () => {
  const answers = [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    chunked(["hel", "lo", "x".repeat(300)]),
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno",
    "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.0 200 OK\nContent-Type: text/plain\n\nuntil the end",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 surplus\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
    "SSH-2.0-OpenSSH_9.2\r\n",
  ];
  it.each(answers)("%j", (answer) => {
    const whole = feed(text(answer));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }), (sizes) => {
        const { reusable, ...cut } = feed(text(answer), sizes);
        const { reusable: wholeReusable, ...uncut } = whole;
        expect(cut).toEqual(uncut);
        expect(reusable).toBe(wholeReusable);
      }),
    );
  });
});

it("any chunked body is decoded unchanged, and leaves the connection usable", () => {
  const parts = fc.array(fc.string({ minLength: 1, maxLength: 50, unit: "grapheme-ascii" }), { maxLength: 20 });
  fc.assert(
    fc.property(parts, (pieces) => {
      expect(feed(text(chunked(pieces)))).toMatchObject({ body: pieces.join(""), state: "complete", failure: null, reusable: true });
    }),
  );
});

it("empty lines before a response are skipped, as HTTP clients do", () => {
  for (const lines of ["\r\n", "\n", "\r\n\r\n"])
    expect(feed(text(`${lines}HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello`))).toMatchObject({
      status: 200,
      body: "hello",
      failure: null,
      reusable: true,
    });
  expect(feed(text("\r\n".repeat(5_000)))).toMatchObject({ status: null, failure: "head_too_large" });
});

it("garbage never throws and never passes for a response", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 10 }), (bytes, sizes) => {
      const outcome = feed(Buffer.from(bytes), sizes);
      if (!Buffer.from(bytes).toString("latin1").startsWith("HTTP/1.")) expect(outcome.status).toBeNull();
      expect(outcome.reusable && outcome.failure !== null).toBe(false);
    }),
    { numRuns: 500 },
  );
});

it("no more of a body is kept than allowed, whatever its framing", () => {
  const framings = ["Content-Length: 90000", "Transfer-Encoding: chunked", "X: until close"];
  for (const framing of framings) {
    const body = framing.startsWith("Transfer") ? `15f90\r\n${"a".repeat(90_000)}\r\n0\r\n\r\n` : "a".repeat(90_000);
    const outcome = feed(text(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n${body}`), [1_000, 1_000, 50_000]);
    expect(outcome.body.length).toBe(LIMITS.maxBodyBytes);
    expect(outcome).toMatchObject({ state: "cut", reusable: false });
  }
});

it("a body in one-byte chunks takes about as much memory as it is long", () => {
  const PIECES = 1_000_000;
  const reader = new AnswerReader("GET", { maxHeadBytes: 4_096, maxBodyBytes: PIECES });
  reader.push(text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
  const before = process.memoryUsage().heapUsed;
  for (let sent = 0; sent < PIECES; sent += 10_000) reader.push(text("1\r\na\r\n".repeat(10_000)));
  // An object per piece would take 160 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(80_000_000);
  expect(reader.body.equals(Buffer.alloc(PIECES, "a"))).toBe(true);
});

it("chunks of all sizes are returned in order", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 60, maxLength: 150 });
  fc.assert(
    fc.property(sizes, (lengths) => {
      const parts = lengths.map((length, at) => String.fromCharCode(97 + (at % 26)).repeat(length));
      const limits = { maxHeadBytes: 4_096, maxBodyBytes: 2_000_000 };
      expect(feed(text(chunked(parts)), [], { limits })).toMatchObject({ body: parts.join(""), state: "complete", reusable: true });
    }),
    { numRuns: 30 },
  );
});

it("a head is decoded as UTF-8 if valid, otherwise byte by byte", () => {
  for (const [bytes, city] of [
    [Buffer.from("Z\u00fcrich"), "Z\u00fcrich"],
    [Buffer.from("Z\u00fcrich", "latin1"), "Z\u00fcrich"],
  ] as const) {
    const reader = new AnswerReader("GET", LIMITS);
    reader.push(Buffer.concat([text("HTTP/1.1 200 OK\r\nX-City: "), bytes, text("\r\nContent-Length: 0\r\n\r\n")]));
    expect(reader.head?.headers[0]).toEqual(["x-city", city]);
  }
});

describe("malformed responses", () => {
  it.each([
    ["nothing at all", "", "no_answer"],
    ["half a head", "HTTP/1.1 200 OK\r\nServer: x", "malformed_answer"],
    ["another protocol", "HELLO 1\r\n\r\n", "malformed_answer"],
    ["two lengths that differ", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "malformed_answer"],
    ["a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "malformed_answer"],
    ["endless headers", `HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(2_000)}`, "head_too_large"],
    ["endless interim answers", "HTTP/1.1 100 Continue\r\n\r\n".repeat(20), "malformed_answer"],
    ["chunks without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc", "malformed_answer"],
  ])("%s", (_name, answer, failure) => {
    expect(feed(text(answer))).toMatchObject({ failure, reusable: false });
  });

  it("a body that ends before its length is incomplete", () => {
    expect(feed(text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))).toMatchObject({
      state: "unfinished",
      body: "abc",
      reusable: false,
    });
  });

  it("both framings at once are read, but the connection is not reused", () => {
    const answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
    expect(feed(text(answer))).toMatchObject({ body: "ok", state: "complete", reusable: false });
  });

  it("a response to HEAD has no body, whatever its length says", () => {
    expect(feed(text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), [], { method: "HEAD" })).toMatchObject({
      state: "complete",
      reusable: true,
    });
  });
});

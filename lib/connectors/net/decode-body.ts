import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { AnswerHead } from "@/lib/connectors/net/answer-reader";

export interface DecodedBody {
  bytes: Buffer;
  /** `cut`: larger than allowed · `bad_encoding`: not what Content-Encoding says, or still compressed. */
  state: "complete" | "cut" | "bad_encoding";
}

/** The decoder of a Content-Encoding; null if there is nothing to decode or the encoding is unknown. `start`: the body's first bytes. */
const decoderFor = (contentEncoding: string, start: Buffer) => {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "br") return createBrotliDecompress();
  // RFC 9110 means the zlib format; some servers send raw deflate.
  if (encoding === "deflate") return ((start[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  return null;
};

/** All Content-Encoding headers: two mean encoded twice. */
export const contentEncodingOf = (headers: AnswerHead["headers"]): string =>
  headers.flatMap(([name, value]) => (name === "content-encoding" ? value : [])).join(", ");

/** gzip where text was expected: compressed without a header, or once more than declared. */
const isPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** An unknown encoding is harmless if the body is plain. */
const isPlain = (bytes: Buffer): boolean => !bytes.toString("utf8", 0, 40).slice(0, 8).includes("\uFFFD");

/** Decodes a Content-Encoding up to `maxBytes` of output, so that a decompression bomb is never held. Never rejects. */
export function decodeBody(body: Buffer, contentEncoding: string, maxBytes: number): Promise<DecodedBody> {
  const decoder = body.length === 0 ? null : decoderFor(contentEncoding, body);
  if (!decoder) {
    const isDeclaredPlain = /^(?:|identity)$/i.test(contentEncoding.trim());
    const isReadable = isDeclaredPlain ? !isPacked(body) : isPlain(body);
    const bytes = body.length > maxBytes ? body.subarray(0, maxBytes) : body;
    return Promise.resolve({ bytes, state: !isReadable ? "bad_encoding" : bytes === body ? "complete" : "cut" });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (state: DecodedBody["state"]) => {
      const bytes = Buffer.concat(chunks).subarray(0, maxBytes);
      resolve({ bytes, state: isPacked(bytes) ? "bad_encoding" : state });
      decoder.destroy();
    };
    decoder.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) settle("cut");
    });
    decoder.on("end", () => settle("complete"));
    // A truncated body also causes an error: the output so far is kept.
    decoder.on("error", () => settle("bad_encoding"));
    decoder.end(body);
  });
}

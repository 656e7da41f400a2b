import { hash } from "node:crypto";
import { findHeader } from "@/lib/connectors/net/answer-reader";
import { contentEncodingOf } from "@/lib/connectors/net/decode-body";
import type { HttpAnswer } from "@/lib/connectors/net/request";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";

/** Larger bodies, or more of them, are not worth the memory. */
const MAX_BODY_BYTES = 256 * 1024;
const MAX_BODIES = 16;

const typeOf = ({ headers }: HttpAnswer): string => findHeader(headers, "content-type") ?? "";

interface Known {
  seen: SeenAnswer;
  length: number;
  bodyState: HttpAnswer["bodyState"];
  type: string;
  encoding: string;
  /** The bytes, or the digest of large ones; null if the text identifies them. */
  bytes: Buffer | string | null;
}

const MAX_KEPT_BYTES = 4_096;

const digestOf = (bytes: Buffer): string => hash("sha256", bytes, "base64");

/** A complete text without replacement characters has exactly one encoding. */
const keepsBytes = ({ text }: SeenAnswer, bytes: Buffer): boolean => !text.includes("\uFFFD") && Buffer.byteLength(text) === bytes.length;

function isOf({ seen, bytes }: Known, body: Buffer): boolean {
  if (bytes === null) return seen.text === body.toString("utf8");
  return typeof bytes === "string" ? bytes === digestOf(body) : bytes.equals(body);
}

/** The bodies of one check with what was read from each: most answers share a few, and comparing bytes is cheaper than parsing. */
export class KnownBodies {
  private readonly known: Known[] = [];

  /** What was read from the same bytes with the same type and encoding. Status and headers are those of the earlier answer. */
  find(answer: HttpAnswer): SeenAnswer | null {
    const { rawBody, bodyState, headers } = answer;
    for (const known of this.known) {
      if (known.length !== rawBody.length || known.bodyState !== bodyState) continue;
      if (known.encoding === contentEncodingOf(headers) && known.type === typeOf(answer) && isOf(known, rawBody)) return known.seen;
    }
    return null;
  }

  remember(answer: HttpAnswer, seen: SeenAnswer): void {
    const { rawBody, bodyState, headers } = answer;
    if (rawBody.length > MAX_BODY_BYTES || this.known.length >= MAX_BODIES) return;
    const encoding = contentEncodingOf(headers);
    const isVerbatim = encoding === "" && keepsBytes(seen, rawBody);
    const bytes = isVerbatim ? null : rawBody.length > MAX_KEPT_BYTES ? digestOf(rawBody) : rawBody;
    this.known.push({ seen, length: rawBody.length, bodyState, type: typeOf(answer), encoding, bytes });
  }
}

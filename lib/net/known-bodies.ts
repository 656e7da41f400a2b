import { findHeader } from "@/lib/net/answer-reader";
import { contentEncodingOf } from "@/lib/net/decode-body";
import type { HttpAnswer } from "@/lib/net/request";
import type { SeenAnswer } from "@/lib/net/seen-answer";

/** Larger ones, and more of them, are not worth the memory. */
const MAX_BODY_BYTES = 256 * 1024;
const MAX_BODIES = 16;

const typeOf = ({ headers }: HttpAnswer): string => findHeader(headers, "content-type") ?? "";

/** What was read in a body, and all that tells that body from others. */
interface Known {
  seen: SeenAnswer;
  length: number;
  bodyState: HttpAnswer["bodyState"];
  type: string;
  encoding: string;
  /** Null where the text that was read tells the bytes: they are not kept beside it. */
  bytes: Buffer | null;
}

/** A text without a sign for bytes that are none has one way to be written. */
const tellsBytes = (seen: SeenAnswer, encoding: string): boolean => encoding === "" && !seen.text.includes("\uFFFD");

/**
 * The bodies that came during one check, each with what was read in it. Most answers of a shop have the same few bodies, so that comparing
 * bytes saves unpacking and parsing them again.
 */
export class KnownBodies {
  private readonly known: Known[] = [];

  /** What was read in the very same bytes, sent under the same type and encoding. Status and headers are those of the earlier answer. */
  find(answer: HttpAnswer): SeenAnswer | null {
    const { rawBody, bodyState, headers } = answer;
    for (const { seen, length, bodyState: state, type, encoding, bytes } of this.known) {
      if (length !== rawBody.length || state !== bodyState || encoding !== contentEncodingOf(headers) || type !== typeOf(answer)) continue;
      if (bytes ? bytes.equals(rawBody) : seen.text === rawBody.toString("utf8")) return seen;
    }
    return null;
  }

  remember(answer: HttpAnswer, seen: SeenAnswer): void {
    const { rawBody, bodyState, headers } = answer;
    if (rawBody.length > MAX_BODY_BYTES || this.known.length >= MAX_BODIES) return;
    const encoding = contentEncodingOf(headers);
    const bytes = tellsBytes(seen, encoding) ? null : rawBody;
    this.known.push({ seen, length: rawBody.length, bodyState, type: typeOf(answer), encoding, bytes });
  }
}

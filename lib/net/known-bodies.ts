import { findHeader } from "@/lib/net/answer-reader";
import { contentEncodingOf } from "@/lib/net/decode-body";
import type { HttpAnswer } from "@/lib/net/request";
import type { SeenAnswer } from "@/lib/net/seen-answer";

/** Larger ones, and more of them, are not worth the memory. */
const MAX_BODY_BYTES = 256 * 1024;
const MAX_BODIES = 16;

const typeOf = ({ headers }: HttpAnswer): string => findHeader(headers, "content-type") ?? "";

/**
 * The bodies that came during one check, each with what was read in it. Most answers of a shop have the same few bodies, so that comparing
 * bytes saves unpacking and parsing them again.
 */
export class KnownBodies {
  private readonly known: { answer: HttpAnswer; seen: SeenAnswer }[] = [];

  /** What was read in the very same bytes, sent under the same type and encoding. Status and headers are those of the earlier answer. */
  find(answer: HttpAnswer): SeenAnswer | null {
    const { rawBody, bodyState } = answer;
    for (const { answer: before, seen } of this.known) {
      if (before.rawBody.length !== rawBody.length || before.bodyState !== bodyState || !before.rawBody.equals(rawBody)) continue;
      if (typeOf(before) === typeOf(answer) && contentEncodingOf(before.headers) === contentEncodingOf(answer.headers)) return seen;
    }
    return null;
  }

  remember(answer: HttpAnswer, seen: SeenAnswer): void {
    if (answer.rawBody.length <= MAX_BODY_BYTES && this.known.length < MAX_BODIES) this.known.push({ answer, seen });
  }
}

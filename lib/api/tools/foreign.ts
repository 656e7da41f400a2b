import { cleanText } from "@/lib/base/texts";
import type { Cause } from "@/lib/check/result";

// A model that reads an answer must be able to tell our words from those of a shop, or of a server that answers in its place, which may try to
// instruct it. Foreign words stand between ⟦ and ⟧, which they cannot contain.

const MAX_LENGTH = 200;

/** A single word as of a status or number, which instructs no one. */
const PLAIN_WORD = /^[\w#./+-]{1,40}$/;

export const markForeign = (text: string): string =>
  PLAIN_WORD.test(text) ? text : `⟦${cleanText(text.slice(0, MAX_LENGTH)).replace(/[⟦⟧]/g, " ").trim()}⟧`;

/** Details of a cause that the answering server words freely; the others are codes, numbers or times. */
const FREE_DETAILS = ["contentType", "host", "issuer", "location", "names", "page", "path", "realm"] as const;

export const markCause = (cause: Cause): Cause => ({
  ...cause,
  details: Object.fromEntries(
    Object.entries(cause.details).map(([name, value]) => [
      name,
      typeof value === "string" && value !== "" && FREE_DETAILS.some((free) => free === name) ? markForeign(value) : value,
    ]),
  ),
});

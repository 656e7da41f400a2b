import { createHash, randomBytes } from "node:crypto";

/** 256 random bits. */
const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A random token, safe in URLs. */
export const newReportToken = (): string => randomBytes(BYTES).toString("base64url");

export const isReportToken = (text: string): boolean => SHAPE.test(text);

/** The token of a link damaged by a mail program: line breaks, a trailing bracket or full stop. Null when there is none. */
export function normalizeReportToken(text: string): string | null {
  let plain = text;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // Percent-encoded characters never belong to a token.
  }
  const token = plain.replace(/[^A-Za-z0-9_-]/g, "");
  return token !== text && isReportToken(token) ? token : null;
}

/** The stored hash. Unsalted, since a random token cannot be guessed. */
export const hashReportToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

import { createHash, randomBytes } from "node:crypto";

/** 256 bits of chance. */
const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A token that nobody can guess, fit for an address. */
export const newReportToken = (): string => randomBytes(BYTES).toString("base64url");

export const isReportToken = (text: string): boolean => SHAPE.test(text);

/** The token of a link to which a mail added something: a blank where it broke the line, a bracket or a full stop behind it. Null when there is none. */
export function normalizeReportToken(text: string): string | null {
  let plain = text;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // No sign of ours is written so: it is taken away as it stands.
  }
  const token = plain.replace(/[^A-Za-z0-9_-]/g, "");
  return token !== text && isReportToken(token) ? token : null;
}

/** What is stored of a token: all of its chance is in it, so that a plain hash cannot be turned back. */
export const hashReportToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

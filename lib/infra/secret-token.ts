import { createHash, randomBytes } from "node:crypto";

/** An unguessable token of 256 random bits, safe in URLs. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** Lets callers reject malformed tokens without a query. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** The stored hash of a token, which is random enough that an unsalted hash cannot be reversed. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

import { createHash, randomBytes } from "node:crypto";

// The secret of a mailed link: 256 random bits, stored as a hash.

export const newLinkToken = (): string => randomBytes(32).toString("base64url");

/** The token is random enough that an unsalted hash cannot be reversed. */
export const hashLinkToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

/** Malformed tokens are rejected without a query. */
export const isLinkToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

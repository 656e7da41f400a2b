import { createHash, randomBytes } from "node:crypto";

// The secret of a link that is mailed: 256 bits of chance, of which only the hash is stored.

export const newLinkToken = (): string => randomBytes(32).toString("base64url");

/** All of a token's chance is in it, so that a plain hash cannot be turned back. */
export const hashLinkToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

/** Anything else is looked up nowhere. */
export const isLinkToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

import { createHash, randomBytes } from "node:crypto";

// A token of the API: 256 bits of chance, of which only the hash is stored. The prefix lets whoever finds one in a file see what it opens.

const PREFIX = "mooring_";

export const newApiToken = (): string => `${PREFIX}${randomBytes(32).toString("base64url")}`;

/** All of a token's chance is in it, so that a plain hash cannot be turned back. */
export const hashApiToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

/** Anything else is looked up nowhere. */
export const isApiToken = (text: string): boolean => /^mooring_[A-Za-z0-9_-]{43}$/.test(text);

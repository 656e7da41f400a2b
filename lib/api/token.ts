import { createHash, randomBytes } from "node:crypto";

// An API token: 256 random bits, stored as a hash. The prefix identifies leaked tokens.

const PREFIX = "mooring_";

export const newApiToken = (): string => `${PREFIX}${randomBytes(32).toString("base64url")}`;

/** The token is random enough that an unsalted hash cannot be reversed. */
export const hashApiToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

/** Malformed tokens are rejected without a query. */
export const isApiToken = (text: string): boolean => /^mooring_[A-Za-z0-9_-]{43}$/.test(text);

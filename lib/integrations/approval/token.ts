import { createHash, randomBytes } from "node:crypto";

const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** An unguessable, URL-safe token. */
export const newApprovalToken = (): string => randomBytes(BYTES).toString("base64url");

/** What is stored of a token; null for text that is none. */
export const hashApprovalToken = (token: string): Uint8Array<ArrayBuffer> | null =>
  SHAPE.test(token) ? new Uint8Array(createHash("sha256").update(token).digest()) : null;

import { randomBytes } from "node:crypto";

/** The password of the accounts of every demo that this process starts. */
export const DEMO_PASSWORD: string = randomBytes(12).toString("base64url");

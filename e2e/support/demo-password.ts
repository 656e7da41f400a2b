import { randomBytes } from "node:crypto";

/** The password of all accounts in demos started by this process. */
export const DEMO_PASSWORD: string = randomBytes(12).toString("base64url");

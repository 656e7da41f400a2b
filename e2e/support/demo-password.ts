import { randomBytes } from "node:crypto";

// Drawn once in a run: Playwright's workers inherit it from the process that starts the product.
process.env["E2E_DEMO_PASSWORD"] ??= randomBytes(12).toString("base64url");

/** The password of the accounts of every demo that this run starts. */
export const DEMO_PASSWORD: string = process.env["E2E_DEMO_PASSWORD"];

import path from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, findChromium } from "./scripts/chromium.mjs";

const chromium = await findChromium();
const data = path.join(import.meta.dirname, ".data/test");

// Browser stories against the whole product: real PostgreSQL, built application, worker, demo shops (e2e/support/global-setup.ts).
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: path.join(data, "browser"),
  snapshotPathTemplate: "e2e/pictures/{arg}{ext}",
  globalSetup: "./e2e/support/global-setup.ts",
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env["CI"] !== undefined,
  // A second try, named in the result, where nobody sits beside it: docs/decisions/0009-a-second-try.md.
  retries: process.env["CI"] ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ...(process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["json"] as const] : [])],
  use: {
    browserName: "chromium",
    headless: true,
    launchOptions: {
      executablePath: chromium.executablePath,
      args: CHROMIUM_ARGUMENTS,
      env: { ...process.env, ...chromium.env } as Record<string, string>,
    },
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    viewport: { width: 1280, height: 800 },
    // Recording costs a tenth of the time; where nobody can open the recording it is not made.
    trace: process.env["CI"] ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
  },
});

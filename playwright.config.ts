import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, findChromium } from "./scripts/dev/chromium.mjs";

const chromium = await findChromium();
const data = path.join(import.meta.dirname, ".data/test");

const stories = path.join(import.meta.dirname, "e2e");
/** Stories that start a product of their own disturb no other one, and none disturbs them. */
const ownProduct = fs
  .readdirSync(stories)
  .filter((name) => name.endsWith(".spec.ts") && fs.readFileSync(path.join(stories, name), "utf8").includes("startTestStack("));

// Browser stories against the whole product: real PostgreSQL, built application, worker, demo shops (e2e/support/global-setup.ts).
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: path.join(data, "browser"),
  snapshotPathTemplate: "e2e/pictures/{arg}{ext}",
  globalSetup: "./e2e/support/global-setup.ts",
  // Side by side: the stories that share the product of the run, one after the other, and those that have their own.
  workers: 2,
  projects: [
    { name: "shared product", testIgnore: ownProduct, workers: 1 },
    { name: "own product", testMatch: ownProduct, workers: 1 },
  ],
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

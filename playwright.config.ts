import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import type { WorkerFixtures } from "./e2e/support/test";
import { CHROMIUM_ARGUMENTS, findChromium } from "./scripts/dev/chromium.mjs";

const chromium = await findChromium();
const data = path.join(import.meta.dirname, ".data/test");

/** Names of the specs whose text matches. */
function findSpecs(text: RegExp): string[] {
  const specs = path.join(import.meta.dirname, "e2e");
  return fs.readdirSync(specs).filter((name) => name.endsWith(".spec.ts") && text.test(fs.readFileSync(path.join(specs, name), "utf8")));
}
const ownProduct = findSpecs(/\bstart(TestStack|Cluster)\(/);
/** Their shops listen on this machine, which the product must be allowed to ask. */
const ownShops = findSpecs(/\b(openShop|startFakeShop)\(/).filter((name) => !ownProduct.includes(name));

/** CI's machine can be several times slower than a developer's: there, a time limit only ends what hangs. */
const isCi = process.env["CI"] !== undefined;

// Browser tests against the whole product: real PostgreSQL, built application, worker, demo shops (e2e/support/test-stack.ts).
export default defineConfig<object, Pick<WorkerFixtures, "environment">>({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: path.join(data, "browser"),
  snapshotPathTemplate: "e2e/pictures/{arg}{ext}",
  globalSetup: "./e2e/support/built.ts",
  // Each worker has a product that its files share one after another; the specs that need one with other settings come first.
  workers: 2,
  projects: [
    { name: "own shops", testMatch: ownShops, workers: 1, use: { environment: { PROBE_ALLOW_NETWORKS: "127.0.0.1/32" } } },
    { name: "own product", testMatch: ownProduct },
    { name: "shared product", testIgnore: [...ownProduct, ...ownShops] },
  ],
  fullyParallel: false,
  forbidOnly: isCi,
  // Retries in CI are listed in the result: docs/decisions/0009-retries-in-ci.md.
  retries: isCi ? 2 : 0,
  timeout: isCi ? 180_000 : 60_000,
  expect: { timeout: isCi ? 30_000 : 10_000 },
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
    // Recording costs a tenth of the time, and CI keeps no recordings.
    trace: isCi ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
  },
});

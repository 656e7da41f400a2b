import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { startTestStack } from "@/e2e/support/test-stack";
import { openDemoSession } from "@/scripts/bench/demo-session";
import { LIMIT_BYTES, type PageWeight, weighPage } from "@/scripts/bench/weigh-page";
import { CHROMIUM_ARGUMENTS, findChromium } from "@/scripts/dev/chromium.mjs";

// `npm run bench:pages`: what the scripts of a page weigh on a first visit, as the built product sends them to a browser with an empty
// cache. Printed, and kept in docs/page-weight.json; ends with 1 when a page is over the limit. With MOORING_URL it weighs what runs there
// already. e2e/page-weight.spec.ts holds a wider one.

async function weighPages(url: string): Promise<Record<string, PageWeight>> {
  const { executablePath, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath,
    args: CHROMIUM_ARGUMENTS,
    env: { ...process.env, ...env } as Record<string, string>,
  });
  try {
    const { state, pages } = await openDemoSession(browser, url);
    const weights: Record<string, PageWeight> = {};
    for (const [name, address] of Object.entries(pages)) {
      // Each in a browser of its own: nothing is in the cache.
      const context = await browser.newContext({ baseURL: url, storageState: state });
      weights[name] = await weighPage(await context.newPage(), address);
      await context.close();
    }
    return weights;
  } finally {
    await browser.close();
  }
}

const running = process.env["MOORING_URL"];
const stack = running ? null : await startTestStack();
const pages = await weighPages(running ?? stack?.url ?? "").finally(() => stack?.stop());
console.table(
  Object.fromEntries(
    Object.entries(pages).map(([name, { scriptBytes, scripts, documentBytes }]) => [
      name,
      { "scripts, kB gzip": scriptBytes / 1000, files: Object.keys(scripts).length, "document, kB gzip": documentBytes / 1000 },
    ]),
  ),
);
const figures = { measuredOn: new Date().toISOString().slice(0, 10), limitBytes: LIMIT_BYTES, pages };
fs.writeFileSync(path.join(import.meta.dirname, "../../docs/page-weight.json"), `${JSON.stringify(figures, null, 2)}\n`);
process.exit(Object.values(pages).every(({ scriptBytes }) => scriptBytes <= LIMIT_BYTES) ? 0 : 1);

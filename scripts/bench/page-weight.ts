import fs from "node:fs";
import path from "node:path";
import { chromium, type Page, type Request } from "@playwright/test";
import { startTestStack } from "@/e2e/support/test-stack";
import { openDemoSession } from "@/scripts/bench/demo-session";
import { CHROMIUM_ARGUMENTS, findChromium } from "@/scripts/chromium.mjs";

// `npm run bench:pages`: what the scripts of a page weigh on a first visit, as the built product sends them to a browser with an empty
// cache. Printed, and kept in docs/page-weight.json; ends with 1 when a page is over the limit.

/** Bytes of bodies on the wire: gzip, except for files so small that the server leaves them as they are. */
const LIMIT_BYTES = 150_000;
/** So long after the last script nothing more belongs to the first load. */
const QUIET_MS = 1000;

interface PageWeight {
  scriptBytes: number;
  scripts: Readonly<Record<string, number>>;
  /** The document with the data of the page. */
  documentBytes: number;
}

/** Every script that the page asks for until it is quiet. Data of pages that a link leads to is not fetched ahead, and so neither are their scripts. */
async function weigh(page: Page, address: string): Promise<PageWeight> {
  const asked: Request[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") asked.push(request);
  });
  await page.route("**/*", (route) => (route.request().headers()["next-router-prefetch"] ? route.abort() : route.fallback()));
  const document = await page.goto(address, { waitUntil: "load" });
  if (!document?.ok()) throw new Error(`${address} answered ${document?.status()}.`);
  await page.waitForFunction((quietMs) => {
    const scripts = performance.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname.endsWith(".js"));
    return scripts.every(({ startTime, duration }) => performance.now() - startTime - duration > quietMs);
  }, QUIET_MS);
  const scripts: Record<string, number> = {};
  for (const request of asked) {
    scripts[path.posix.basename(new URL(request.url()).pathname)] = (await request.sizes()).responseBodySize;
  }
  return {
    scriptBytes: Object.values(scripts).reduce((sum, bytes) => sum + bytes, 0),
    scripts,
    documentBytes: (await document.request().sizes()).responseBodySize,
  };
}

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
      weights[name] = await weigh(await context.newPage(), address);
      await context.close();
    }
    return weights;
  } finally {
    await browser.close();
  }
}

const stack = await startTestStack();
const pages = await weighPages(stack.url).finally(() => stack.stop());
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

import type { Page, Request } from "@playwright/test";

/** Bytes of response bodies on the wire, with gzip. */
export const LIMIT_BYTES = 180_000;
/** A first load ends when no script has arrived for this long. */
const QUIET_MS = 1000;

export interface PageWeight {
  scriptBytes: number;
  /** The document, including the page's data. */
  documentBytes: number;
}

/** Every script that the page requests until it is idle. */
export async function weighPage(page: Page, address: string): Promise<PageWeight> {
  const asked: Request[] = [];
  // Browsers would download less with Brotli.
  await page.setExtraHTTPHeaders({ "accept-encoding": "gzip" });
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") asked.push(request);
  });
  const document = await page.goto(address, { waitUntil: "load" });
  if (!document?.ok()) throw new Error(`${address} answered ${document?.status()}.`);
  await page.waitForFunction((quietMs) => {
    const scripts = performance.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname.endsWith(".js"));
    return scripts.every(({ startTime, duration }) => performance.now() - startTime - duration > quietMs);
  }, QUIET_MS);
  const sizes = await Promise.all(asked.map((request) => request.sizes()));
  return {
    scriptBytes: sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0),
    documentBytes: (await document.request().sizes()).responseBodySize,
  };
}

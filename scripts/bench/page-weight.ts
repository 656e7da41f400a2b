import { conclude, measurePages } from "@/scripts/bench/browser";
import { LIMIT_BYTES, weighPage } from "@/scripts/bench/weigh-page";

// `npm run bench:pages`: what the scripts of a page weigh on a first visit, as the built product sends them to a browser with an empty
// cache. Printed, and kept in docs/page-weight.json. e2e/page-weight.spec.ts holds the same limit.

const pages = await measurePages(async (_name, address, { browser, url, state }) => {
  // Each in a browser of its own: nothing is in the cache.
  const context = await browser.newContext({ baseURL: url, storageState: state });
  const weight = await weighPage(await context.newPage(), address);
  await context.close();
  return weight;
});
conclude("page-weight.json", {
  goals: { limitBytes: LIMIT_BYTES },
  pages,
  show: ({ scriptBytes, scripts, documentBytes }) => ({
    "scripts, kB gzip": scriptBytes / 1000,
    files: Object.keys(scripts).length,
    "document, kB gzip": documentBytes / 1000,
  }),
  reached: ({ scriptBytes }) => scriptBytes <= LIMIT_BYTES,
});

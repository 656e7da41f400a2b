import { expect, test } from "@/e2e/support/test";
import { openMeasuredPages } from "@/scripts/bench/measured-pages";
import { weighPage } from "@/scripts/bench/weigh-page";

/** Of these stock Next and React are 134 kB and next-intl 12 kB; the goal of 180 kB is that of `npm run bench:pages`. */
const MOST_BYTES = 190_000;

test("the pages that are opened most fetch at most 190 kB of scripts on a first visit", async ({ browser, baseURL }) => {
  const url = baseURL ?? "";
  const { state, pages } = await openMeasuredPages(browser, url);
  for (const [name, address] of Object.entries(pages)) {
    // Nothing is in the cache of a context of its own.
    const context = await browser.newContext({ baseURL: url, storageState: state });
    const { scriptBytes } = await weighPage(await context.newPage(), address);
    expect.soft(scriptBytes, name).toBeGreaterThan(50_000);
    expect.soft(scriptBytes, name).toBeLessThanOrEqual(MOST_BYTES);
    await context.close();
  }
});

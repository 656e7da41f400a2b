import { expect, test } from "@/e2e/support/test";
import { openMeasuredPages } from "@/scripts/bench/measured-pages";
import { LIMIT_BYTES, weighPage } from "@/scripts/bench/weigh-page";

test("the most visited pages load at most 180 kB of scripts on a first visit", async ({ browser, baseURL }) => {
  const url = baseURL ?? "";
  const { state, pages } = await openMeasuredPages(browser, url);
  for (const [name, address] of Object.entries(pages)) {
    // A new context has an empty cache.
    const context = await browser.newContext({ baseURL: url, storageState: state });
    const { scriptBytes } = await weighPage(await context.newPage(), address);
    expect.soft(scriptBytes, name).toBeGreaterThan(50_000);
    expect.soft(scriptBytes, name).toBeLessThanOrEqual(LIMIT_BYTES);
    await context.close();
  }
});

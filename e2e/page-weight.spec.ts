import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { expect, test } from "@/e2e/support/test";
import { openMeasuredPages } from "@/scripts/bench/measured-pages";
import { LIMIT_BYTES, weighPage } from "@/scripts/bench/weigh-page";
import { openDemoSession } from "@/scripts/dev/demo-session.mjs";

/** What each tab of a shop weighs at most, in kB of HTML before compression; the goal of all is 120. */
const TABS = { "": 165, "/diagnosis": 225, "/sync": 182, "/history": 250, "/settings": 138, "/settings/connection": 160 };

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

test("each tab of a shop sends no more HTML than it does now", async ({ browser, baseURL, query }) => {
  const { state, shops } = await openDemoSession(browser, baseURL ?? "", DEMO_PASSWORD);
  // A diagnosis weighs most once its check has ended.
  await expect.poll(() => query("select 1 from reachability_check where status in ('queued', 'running')"), { timeout: 60_000 }).toEqual([]);
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), storageState: state, locale: "de-DE" });
  for (const { path, text } of shops)
    for (const [tab, limit] of Object.entries(TABS)) {
      const document = await context.request.get(`${path}${tab}`);
      expect.soft((await document.body()).length, `${text} ${tab}`).toBeLessThanOrEqual(limit * 1000);
    }
  await context.close();
});

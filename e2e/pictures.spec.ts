import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeManyShops } from "@/e2e/support/many-shops";
import { expect, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/demo-sign-ins.mjs";

// Key states as pictures (e2e/pictures/), compared with a tolerance for how another Chromium draws letters: what moves, vanishes or changes
// its colour is seen, a rounded edge is not. `npx playwright test e2e/pictures.spec.ts --update-snapshots` takes them anew.

const LOOKS = [
  { name: "light-en-desktop", colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { name: "dark-de-phone", colorScheme: "dark", locale: "de-DE", viewport: { width: 360, height: 740 } },
] as const;

/** Every time says the same, so that a picture does not depend on when it was taken. */
async function holdTimes(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const time of document.querySelectorAll("time")) time.textContent = "09:20";
    document.documentElement.style.setProperty("caret-color", "transparent");
  });
}

async function look(page: Page, name: string): Promise<void> {
  await page.locator("h1").first().waitFor();
  await expect(page.locator('main [aria-busy="true"]:not(button)')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await holdTimes(page);
  await expect(page).toHaveScreenshot(`${name}.png`, { animations: "disabled", maxDiffPixelRatio: 0.02, threshold: 0.3 });
}

for (const { name, ...options } of LOOKS) {
  test(`key states look as they did: ${name}`, async ({ openAs, query, browser, baseURL }) => {
    test.setTimeout(120_000);
    const page = await openAs("agency", options);
    const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 24);
    const emptyId = randomUUID();
    await query("insert into merchant (id, name) values ($1, 'Merchant without shops')", [emptyId]);
    await query("insert into membership (merchant_id, person_id) select $1, id from person where email = $2", [
      emptyId,
      DEMO_SIGN_INS.agency.email,
    ]);
    try {
      for (const [state, address] of [
        ["overview", `/m/${merchantId}`],
        ["integrations", `/m/${merchantId}/integrations`],
        ["integrations-none-matches", `/m/${merchantId}/integrations?q=nothing`],
        ["overview-empty", `/m/${emptyId}`],
        ["integrations-empty", `/m/${emptyId}/integrations`],
        ["orders-empty", `/m/${emptyId}/orders`],
        ["connect", `/m/${emptyId}/integrations/connect`],
        ["not-found", `/m/${emptyId}/orders/0193a000-0000-7000-8000-00000000dead`],
        ["design", "/demo/design"],
      ] as const)
        await test.step(state, async () => {
          await page.goto(address);
          if (/^(overview|integrations)$/.test(state)) await expect(page.getByText("Live", { exact: true })).toBeVisible();
          await look(page, `${state}-${name}`);
        });
      const stranger = await browser.newContext({ ...options, ...(baseURL ? { baseURL } : {}) });
      const signIn = await stranger.newPage();
      await signIn.goto("/sign-in");
      await look(signIn, `sign-in-${name}`);
      await stranger.close();
    } finally {
      await query("delete from merchant where id = any($1)", [[merchantId, emptyId]]);
    }
  });
}

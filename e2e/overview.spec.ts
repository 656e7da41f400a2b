import { findFaults, findTextFaults } from "@/e2e/support/faults";
import { makeManyShops } from "@/e2e/support/many-shops";
import { chooseLanguage, expect, test } from "@/e2e/support/test";
import { throttleAgain } from "@/e2e/support/throttled-shop";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

/** Makes many parcels wait, far from their next attempt: more than the orders any other shop may be missing at this time of day. */
const PARCELS_WAIT = `
  insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, next_push_at)
  select o.merchant_id, gen_random_uuid(), o.integration_id, o.id, 'PostNL', 'WAIT' || row_number() over (), 'form', '{"kind":"job","job":"test"}', now() + interval '1 day'
  from (select * from shop_order where integration_id = (select id from integration where name = $1) order by placed_at desc limit 90) o`;

const LOOKS = [
  {
    what: "English, light, desktop",
    locale: "en",
    colorScheme: "light",
    width: 1280,
    parcels: /^90\sparcels without tracking/,
    fix: "Report to hosting provider",
  },
  {
    what: "German, dark, 360 px",
    locale: "de",
    colorScheme: "dark",
    width: 360,
    parcels: /^90\sPakete ohne Sendungsnummer/,
    fix: "Dem Hosting-Anbieter melden",
  },
] as const;

test("shops that need action come first, largest loss on top, with numbers, cause, who acts and one button", async ({ openAs, query }) => {
  const shop = "De kleine Zeilboot";
  await query(PARCELS_WAIT, [shop]);
  // Rows may move until the demo's own checks have ended.
  await expect.poll(() => query("select 1 from reachability_check where status in ('queued', 'running')"), { timeout: 60_000 }).toEqual([]);
  for (const { what, locale, colorScheme, width, parcels, fix } of LOOKS)
    await test.step(what, async () => {
      const page = await openAs("merchant", { locale, colorScheme, viewport: { width, height: 900 } });
      await page.goto("/");
      const first = page.locator("[data-row]").first();
      await expect(first.getByRole("link", { name: shop, exact: true })).toBeVisible();
      await expect(first.getByText(parcels)).toBeVisible();
      await expect(first).toContainText(/POST, PATCH,? (?:and|und) DELETE.*\(ModSecurity\)/);
      expect(await findFaults(page)).toEqual([]);
      // Other shops of the demo may move above it by now.
      await page.locator("[data-row]", { hasText: shop }).getByRole("link", { name: fix }).click();
      await expect(page).toHaveURL(/\/integrations\/[0-9a-f-]+\/diagnosis$/);
    });
  await query("delete from shipment where tracking_number like 'WAIT%'");
});

test("overview, list and shop page show the same time since which orders are not arriving", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  const row = page.locator("[data-row]", { hasText: "Tuin & Pot" });
  const [, since = ""] = /Order import down since (\w+ [\d:]+)/.exec((await row.textContent()) ?? "") ?? [];
  expect(since).not.toBe("");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.locator("[data-row]", { hasText: "Tuin & Pot" })).toContainText(`Order import down since ${since}`);
  await page.getByRole("link", { name: "Tuin & Pot", exact: true }).click();
  await expect(page.locator("main")).toContainText(`Order import down since ${since}`);
  await expect(page.locator("main")).toContainText(/Apache \d/);
});

test("Refresh in a row reports its result and moves the shop to its new state without a reload, on the overview and in the list", async ({
  openAs,
  query,
}) => {
  const { integrationId } = await throttleAgain(query);
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const row = page.locator(`[data-row="${integrationId}"]`);
  await row.getByRole("button", { name: /^Refresh/ }).click();
  await expect(page.getByText("Fietsen Vandaag: Refreshed. Orders are up to date.")).toBeVisible({ timeout: 30_000 });
  await expect(row).toHaveCount(0);

  await throttleAgain(query);
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(row).toContainText("Throttled since");
  await row.getByRole("button", { name: /^Refresh/ }).click();
  await expect(row.getByRole("status")).toHaveText("Refreshed. Orders are up to date.", { timeout: 30_000 });
  await expect(row).toContainText("Working again since");
  const blocked = page.locator("[data-row]", { hasText: "Tuin & Pot" });
  await expect(blocked.getByRole("link", { name: "Report to hosting provider: Tuin & Pot" }), "its next step is another").toBeVisible();
  await blocked.getByRole("link", { name: "Tuin & Pot", exact: true }).focus();
  await page.keyboard.press("r");
  await expect(blocked.getByRole("status")).toHaveText("Refresh failed. The shop’s state shows why.", { timeout: 30_000 });
  await expect(blocked).toContainText("Order import down since");
});

test("all throttled shops are refreshed by one click, with one progress and a result that stays until it is closed", async ({
  openAs,
  query,
}) => {
  const { missing } = await throttleAgain(query);
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Refresh 1 throttled shop" }).press("Enter");
  const result = page.getByRole("status").filter({ hasText: `One shop refreshed: ${missing} new orders` });
  await expect(result).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("[data-row]").filter({ hasText: "Throttled" })).toHaveCount(0);
  const close = page.getByRole("button", { name: "Close this result" });
  await expect(close, "there is nothing more to refresh: the focus goes on to the result").toBeFocused();
  await page.reload();
  await expect(result).toBeVisible();
  await expect(close, "a page that was just opened begins at its top").not.toBeFocused();
  await close.press("Enter");
  await expect(result).toBeHidden();
  await expect(page.locator("main :focus"), "the focus goes on to what follows").toHaveCount(1);
});

test("beside automatically recovering shops, the next step links to the term on the help page", async ({ openAs, query }) => {
  await throttleAgain(query);
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "next check", exact: true }).click();
  await expect(page).toHaveURL(/\/help#word-recovery_probe$/);
  const word = page.locator("#word-recovery_probe");
  await expect(word).toBeInViewport();
  const top = await word.evaluate((element) => element.getBoundingClientRect().top);
  const covered = await page
    .locator("header")
    .first()
    .evaluate((line) => line.getBoundingClientRect().bottom);
  expect(top).toBeGreaterThanOrEqual(covered);
});

test("an agency with 400 shops sees what needs action at once, the rest in one line, and each shop that could not be refreshed", async ({
  openAs,
  product,
  query,
}) => {
  const { merchantId, needing, slowed, inOrder } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 400);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}`);
  await expect(page.getByText(`400 shops, ${needing} need action, ${slowed} recovering automatically`)).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Action needed/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Replace key:/ })).toHaveCount(20);
  await page.getByRole("link", { name: `Show all ${needing}` }).click();
  await expect(page).toHaveURL(/\/integrations\?state=action_needed$/);
  await expect(page.getByText(`1–${needing} of ${needing}`)).toBeVisible();
  await page.goBack();
  const quiet = page.getByRole("link", { name: "Show: Healthy" });
  await expect(quiet.locator("..")).toContainText(String(inOrder));
  await quiet.click();
  await expect(page.getByText(`1–50 of ${inOrder}`)).toBeVisible();
  await page.goBack();
  await expect(quiet).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  // 1280 px at 400 %.
  const enlarged = await openAs("agency", { locale: "de-DE", viewport: { width: 320, height: 256 } });
  for (const address of [`/m/${merchantId}`, `/m/${merchantId}/integrations`]) {
    await enlarged.goto(address);
    await expect(enlarged.getByRole("button", { name: `Alle ${slowed} gedrosselten Shops aktualisieren` })).toBeVisible();
    expect(await findTextFaults(enlarged), address).toEqual([]);
  }
  // With several shop systems the row has one more control.
  await enlarged.setViewportSize({ width: 360, height: 740 });
  for (const locale of ["fr", "es"]) {
    await chooseLanguage(enlarged, product, locale);
    await enlarged.goto(`/m/${merchantId}/integrations`);
    await enlarged.locator("h1").waitFor();
    expect(await findTextFaults(enlarged), locale).toEqual([]);
  }
  await enlarged.close();
  await page.getByRole("button", { name: `Refresh all ${slowed} throttled shops` }).click();
  await expect(page.getByText(`${slowed} not refreshed:`)).toBeVisible({ timeout: 30_000 });
  const result = page.getByRole("status").filter({ hasText: `${slowed} not refreshed:` });
  await expect(result, "with the reason").toContainText(`${slowed} shops: There is no API key yet.`);
  await expect(result.getByRole("link").filter({ visible: true })).toHaveCount(5);
  await result.getByText(`and ${slowed - 5} more`).click();
  await expect(result.getByRole("link").filter({ visible: true }), "and which they are").toHaveCount(slowed);
  expect(await findFaults(page)).toEqual([]);
  await query("delete from merchant where id = $1", [merchantId]);
});

import { watchLayoutShift } from "@/e2e/support/layout-shift";
import { makeManyShops } from "@/e2e/support/many-shops";
import { expect, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

const rows = "[data-row]";

test("the list filters by state and words, keeps both in the URL, and reopens as it was", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Shops" })).toBeVisible();
  await expect(page.locator(rows).first()).toBeVisible();
  const all = await page.locator(rows).count();
  const chip = page.getByRole("button", { name: /^Action needed/ });
  const needing = Number(await chip.locator("span").last().textContent());
  expect(needing).toBeGreaterThan(0);
  expect(needing).toBeLessThan(all);
  await chip.click();
  await expect(page.locator(rows)).toHaveCount(needing);
  await expect(page).toHaveURL(/\?state=action_needed$/);
  await page.reload();
  await expect(page.locator(rows)).toHaveCount(needing);
  await page.getByLabel("Search shops").fill("no shop is called that");
  await expect(page.getByRole("heading", { name: "No shop matches" })).toBeVisible();
  await page.getByRole("button", { name: "Show all shops" }).click();
  await expect(page.locator(rows)).toHaveCount(all);
});

test("going back to a filtered list keeps the filter, and the navigation link shows the whole list", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  const link = page.getByRole("link", { name: "Shops", exact: true }).first();
  await link.click();
  const links = page.locator("[data-row-link]");
  const search = page.getByLabel("Search shops");
  await expect(search).toBeVisible(); // the overview has such links, too
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const all = await links.count();
  await search.fill("tuin");
  await expect(links).toHaveCount(1);
  await links.first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Tuin & Pot" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\?q=tuin$/);
  await expect(search).toHaveValue("tuin");
  await expect(links).toHaveCount(1);
  await link.click();
  await expect(page).toHaveURL(/\/integrations$/);
  await expect(search).toHaveValue("");
  await expect(links).toHaveCount(all);
  await page.goBack();
  await expect(search).toHaveValue("tuin");
  await expect(links).toHaveCount(1);
});

test("going back to a long list returns to the shop that was opened, and a reload shows the same page", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 90);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByLabel("Sort", { exact: true }).selectOption("name");
  await expect(page).toHaveURL(/\?sort=name$/);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–90 of 90")).toBeVisible();
  const shop = page.getByRole("link", { name: "Shop 080", exact: true });
  await shop.scrollIntoViewIfNeeded();
  await shop.click();
  await expect(page.getByRole("heading", { level: 1, name: "Shop 080" })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("51–90 of 90")).toBeVisible();
  await expect(shop).toBeInViewport();
  await expect(shop).toBeFocused();
  await page.reload();
  await expect(page.getByText("51–90 of 90")).toBeVisible();
  // A different query starts at its first page.
  await page.getByRole("button", { name: /^Healthy/ }).click();
  await expect(page.getByText(/^1–50 of /)).toBeVisible();
  await expect(page).not.toHaveURL(/page=/);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("far down a list, refreshing the selection reports the result beside the button and links to why some were skipped", async ({
  openAs,
  query,
}) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 40);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const selects = page.locator("[data-select]");
  await selects.last().check();
  await selects.nth(-2).check();
  const bar = page.getByRole("region", { name: "Selected shops" });
  await bar.getByRole("button", { name: "Refresh" }).click();
  await expect(bar).toContainText("No shop was refreshed");
  const result = page.getByRole("status").filter({ hasText: "2 not refreshed:" });
  await expect(result).toBeAttached();
  await expect(result).not.toBeInViewport();
  await bar.getByRole("button", { name: "2 were not: see why" }).click();
  await expect(result).toBeInViewport();
  await expect(result.getByRole("link").first()).toBeFocused();
  await query("delete from merchant where id = $1", [merchantId]);
});

test("focus never falls back to the top of the page when its element disappears", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 12);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations?state=action_needed`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const row = page.locator("[data-row-link]").first();
  await page.keyboard.press("j");
  await expect(row).toBeFocused();

  const overlay = page.getByRole("dialog");
  await page.keyboard.press("Control+k");
  await expect(overlay).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(overlay).toHaveCount(0);
  await expect(row, "behind the palette").toBeFocused();
  await page.keyboard.press("Control+k");
  await page.getByRole("option", { name: "Keyboard shortcuts" }).click();
  await overlay.getByRole("button", { name: "Close" }).press("Enter");
  await expect(overlay).toHaveCount(0);
  await expect(row, "behind the keys").toBeFocused();

  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Clear the selection" }).press("Enter");
  await expect(page.locator("[data-select]").first()).toBeFocused();

  await page.getByLabel("Name of this view").focus();
  await page.keyboard.type("Broken ones");
  await page.keyboard.press("Enter");
  const filter = page.getByRole("link", { name: "Broken ones", exact: true });
  await expect(filter).toBeFocused();
  await page.getByRole("button", { name: "Remove the view “Broken ones”" }).press("Enter");
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(filter).toBeFocused();

  await page.getByLabel("Search shops").fill("no shop is called that");
  await page.getByRole("button", { name: "Show all shops" }).press("Enter");
  await expect(page.getByRole("button", { name: /^All/ })).toBeFocused();
  await query("delete from merchant where id = $1", [merchantId]);
});

test("the list works by keyboard alone: search, move, check, open", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Shops" })).toBeVisible();
  const links = page.locator("[data-row-link]");
  await expect(links.first()).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // the page is connected, so shortcuts work
  await page.keyboard.press("j");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links.nth(0)).toBeFocused();
  const name = (await links.nth(0).textContent()) ?? "";
  await page.keyboard.press("c");
  await expect(page.locator(rows).nth(0)).toContainText(/Check started|already running|Checked a moment ago/);
  await page.keyboard.press("/");
  await expect(page.getByLabel("Search shops")).toBeFocused();
  await page.keyboard.type(name);
  await expect(page.locator(rows).first()).toContainText(name);
  await page.keyboard.press("Tab");
  await links.first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("keys typed after / go into the search and trigger nothing in the list", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Shops" })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // the page is connected, so shortcuts work
  const countChecks = async () => (await query("select count(*)::int as n from audit_event where action like 'check%'"))[0]?.["n"];
  const before = await countChecks();
  await page.keyboard.press("/");
  await page.keyboard.type("jcr");
  await expect(page.getByLabel("Search shops")).toHaveValue("jcr");
  await expect(page.getByRole("heading", { name: "No shop matches" })).toBeVisible();
  expect(await countChecks()).toBe(before);
});

test("bulk actions skip selected shops that a filter hides, the bar updates its count after a click, and a new shop obeys the search", async ({
  openAs,
  query,
}) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 30);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations?sort=name`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const select = (name: string) => page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const bar = page.getByRole("region", { name: "Selected shops" });
  for (const name of ["Shop 004", "Shop 005", "Shop 006"]) await select(name);
  await expect(bar).toContainText("3 shops selected");
  const all = page.getByRole("checkbox", { name: /^Select all/ });
  await expect(all, "some are selected, and not all").toBeChecked({ indeterminate: true });
  await all.click();
  await expect(bar).toContainText("30 shops selected");
  await expect(all).toBeChecked();
  for (const row of await page.getByRole("checkbox", { name: /^Select Shop 00[1-3]/ }).all()) await row.uncheck();
  await expect(all).toBeChecked({ indeterminate: true });
  await all.click();
  await all.uncheck();
  await expect(all).not.toBeChecked({ indeterminate: true });
  for (const name of ["Shop 004", "Shop 005", "Shop 006"]) await select(name);
  await expect(bar).toContainText("3 shops selected");
  await page.getByLabel("Search shops").fill("01");
  await expect(page.locator(rows)).toHaveCount(11);
  await expect(bar).toBeHidden();
  await select("Shop 011");
  await expect(bar).toContainText("1 shop selected");
  await bar.getByRole("button", { name: "Pause" }).click();
  await expect(bar).toContainText("One shop paused");
  const paused = await query("select count(*)::int as n from lane where merchant_id = $1 and state = 'paused' and lane = 'orders_in'", [
    merchantId,
  ]);
  expect(paused).toEqual([{ n: 1 }]);
  await select("Shop 012");
  await expect(bar).toContainText("2 shops selected");
  await expect(bar.getByRole("button", { name: "Undo" })).toBeVisible();

  await query(
    `insert into integration (merchant_id, id, name, shop_system, base_url) values ($1, gen_random_uuid(), 'Connected meanwhile', 'magento', 'https://new.example')`,
    [merchantId],
  );
  const [added] = await query(
    `insert into lane (merchant_id, integration_id, lane) select merchant_id, id, lane from integration, unnest(array['orders_in','tracking_out']) lane
     where merchant_id = $1 and name = 'Connected meanwhile' returning integration_id`,
    [merchantId],
  );
  await query(
    "select pg_notify('mooring_live', json_build_object('kind', 'integration', 'merchantId', $1::text, 'integrationId', $2::text)::text)",
    [merchantId, added?.["integration_id"]],
  );
  await expect(page.getByRole("button", { name: /^All 31/ })).toBeVisible();
  await expect(page.getByText("1–11 of 11")).toBeVisible();
  await expect(page.getByText("Connected meanwhile")).toHaveCount(0);
  await page.getByLabel("Search shops").fill("meanwhile");
  await expect(page.locator(rows)).toHaveCount(1);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("shortcut keys reach every shop of a long list, and work on the overview", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 60);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations?sort=name`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const links = page.locator("[data-row-link]");
  for (let tabs = 0; tabs < 50; tabs += 1) {
    await page.keyboard.press("j");
    await expect(links.nth(tabs)).toBeFocused();
  }
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Next" }), "the next page follows the last row").toBeFocused();
  await page.keyboard.press("Enter");
  await expect(links.first()).toHaveText("Shop 051");
  await expect(links.first()).toBeFocused();

  await page.goto(`/m/${merchantId}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.locator(rows).first()).toContainText("This shop has no API key yet");
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await query("delete from merchant where id = $1", [merchantId]);
});

test("an empty search result does not move on a phone while scripts load", async ({ merchantPath, openAs }) => {
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });
  const shifted = await watchLayoutShift(page);
  await page.goto(`${merchantPath}/integrations?q=zzz`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Show all shops" }).press("Enter");
  await expect(page.locator(rows).first()).toBeVisible();
  const { sum, moved } = await shifted();
  expect(sum, moved.join("\n")).toBeLessThan(0.02);
});

test("an internationalised domain appears in its own script, and in Punycode where it could be mistaken", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id, base_url from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  const row = page.locator(`[data-row="${shop?.["id"]}"]`);
  const list = `/m/${shop?.["merchant_id"]}/integrations`;
  const stand = (address: unknown) => query("update integration set base_url = $2 where id = $1", [shop?.["id"], address]);
  try {
    await stand("https://xn--bcher-kva.example");
    await page.goto(list);
    await expect(row).toContainText("bücher.example");
    await expect(row.getByTitle("https://xn--bcher-kva.example"), "and on the hover as machines write it").toBeVisible();
    await page.getByLabel("Search shops").fill("büch");
    await expect(page.locator(rows)).toHaveCount(1);
    await page.goto(`${list}/${shop?.["id"]}`);
    const link = page.getByRole("link", { name: /^bücher\.example/ });
    await expect(link).toHaveAttribute("href", "https://xn--bcher-kva.example");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("bücher");
    await expect(page.getByRole("option", { name: /Theehuis Linde.*bücher\.example/ })).toBeVisible();
    // Entirely Cyrillic, but looks Latin.
    await stand("https://xn--80ak6aa92e.example");
    await page.goto(list);
    await expect(row).toContainText("xn--80ak6aa92e.example");
  } finally {
    await stand(shop?.["base_url"]);
  }
});

import { findFaults } from "@/e2e/support/faults";
import { makeManyShops } from "@/e2e/support/many-shops";
import { expect, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

const rows = "[data-row]";

test("with 400 shops, a saved filter reopens with one click and columns stay chosen, both for that user only", async ({
  openAs,
  query,
}) => {
  const { merchantId, needing } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 400);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations`);
  await expect(page.locator(rows)).toHaveCount(50);
  await page.getByRole("button", { name: /^Action needed/ }).click();
  await expect(page.getByText(`1–${needing} of ${needing}`)).toBeVisible();
  await page.getByLabel("Name of this view").fill("Broken ones");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Broken ones", exact: true })).toHaveAttribute("aria-current", "true");

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Parcels waiting" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Last check" }).click();
  await page.keyboard.press("Escape");
  await expect(page.locator(rows).first()).toContainText("Parcels waiting");

  await page.goto(`/m/${merchantId}/integrations`);
  await expect(page.locator(rows)).toHaveCount(50);
  await expect(page.locator(rows).first()).toContainText("Parcels waiting");
  await expect(page.locator(rows).first()).not.toContainText("Last check");
  await page.getByRole("link", { name: "Broken ones", exact: true }).click();
  await expect(page).toHaveURL(/\?state=action_needed$/);
  await expect(page.getByText(`1–${needing} of ${needing}`)).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Remove the view “Broken ones”" }).click();
  await expect(page.getByRole("link", { name: "Broken ones", exact: true })).toHaveCount(0);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("selected shops are paused together, stay selected during live updates, and the pause is undone", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 30);
  const page = await openAs("agency", { locale: "de", colorScheme: "dark", viewport: { width: 360, height: 780 } });
  await page.goto(`/m/${merchantId}/integrations?sort=name`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const bar = page.getByRole("region", { name: "Ausgewählte Shops" });
  await expect(bar).toContainText("2 Shops ausgewählt");
  expect(await findFaults(page)).toEqual([]);
  await bar.getByRole("button", { name: "Pausieren" }).click();
  await expect(bar).toContainText("2 Shops pausiert");
  await expect(page.locator(rows).nth(0)).toContainText(/pausiert/i);
  await expect(page.locator(rows).nth(0).getByRole("checkbox")).toBeChecked();
  await bar.getByRole("button", { name: "Rückgängig" }).click();
  await expect(bar).toContainText("2 Shops laufen weiter");
  await expect(page.locator(rows).nth(0)).not.toContainText(/pausiert/i);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("with 400 shops, pages of 50 show their position, keep the selection, and offer one click on all that match", async ({
  openAs,
  query,
}) => {
  const { merchantId, slowed } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 400);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations?sort=name`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page.getByText("1–50 of 400")).toBeVisible();
  await expect(page.getByRole("link", { name: "Previous" })).toHaveCount(0);
  const bar = page.getByRole("region", { name: "Selected shops" });
  await page.getByRole("checkbox", { name: "Select Shop 002" }).check();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–100 of 400")).toBeVisible();
  await expect(page).toHaveURL(/\?sort=name&page=2$/);
  const links = page.locator("[data-row-link]");
  await expect(links.first()).toHaveText("Shop 051");
  await expect(links.first(), "the keyboard goes on with the first row").toBeFocused();
  await page.keyboard.press("x");
  await expect(bar).toContainText("2 shops selected");
  await bar.getByRole("button", { name: "Pause" }).click();
  await expect(bar).toContainText("2 shops paused");
  const paused = () =>
    query(
      `select name from integration i where merchant_id = $1
        and exists (select from lane l where l.merchant_id = i.merchant_id and l.integration_id = i.id and l.state = 'paused') order by name`,
      [merchantId],
    );
  expect(await paused()).toEqual([{ name: "Shop 002" }, { name: "Shop 051" }]);
  await bar.getByRole("button", { name: "Undo" }).click();
  await expect(bar).toContainText("2 shops resumed");
  await page.goBack();
  await expect(page.getByText("1–50 of 400")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Select Shop 002" })).toBeChecked();
  await bar.getByRole("button", { name: "Clear the selection" }).click();

  await page.goto(`/m/${merchantId}/integrations?state=recovering`);
  await expect(page.getByText(`1–50 of ${slowed}`)).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await expect(bar).toContainText("50 shops selected");
  await bar.getByRole("button", { name: `Select all ${slowed} that match` }).click();
  await expect(bar).toContainText(`${slowed} shops selected`);
  expect(await findFaults(page)).toEqual([]);
  await bar.getByRole("button", { name: "Pause" }).click();
  await expect(bar).toContainText(`${slowed} shops paused`, { timeout: 30_000 });
  expect(await paused()).toHaveLength(slowed);
  await query("delete from merchant where id = $1", [merchantId]);
});

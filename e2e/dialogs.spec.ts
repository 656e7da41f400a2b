import { findFaults } from "@/e2e/support/faults";
import { makeManyShops } from "@/e2e/support/many-shops";
import { expect, test, untilHydrated } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

test("input in a dialog survives a drag that ends outside it; a click outside or Escape asks before discarding it", async ({
  openAs,
  query,
}) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/orders?shop=${shop?.["id"]}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const open = async (): Promise<void> => page.getByRole("button", { name: "Mark as shipped …" }).click();
  await page.locator("[data-row] input[type=checkbox]:enabled").first().check();
  await open();
  const dialog = page.getByRole("dialog");
  const number = dialog.getByRole("textbox", { name: /^Tracking number of order/ });
  const stays = async (): Promise<void> => {
    await expect(dialog).toBeVisible();
    await expect(number).toHaveValue("3SDRAGGED");
  };

  // The page behind is inert and dimmed.
  expect(await dialog.evaluate((node) => getComputedStyle(node, "::backdrop").backgroundColor)).toContain("0.4)");

  // Nothing typed, so a click outside closes it.
  await page.mouse.click(5, 5);
  await expect(dialog).toHaveCount(0);
  await open();
  await number.fill("3SDRAGGED");
  const box = await number.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move(5, 5, { steps: 4 });
  await page.mouse.up();
  await stays();
  await expect(dialog.getByText("Close this?")).toHaveCount(0);

  await page.mouse.click(5, 5);
  await expect(dialog.getByText("Close this? Unsaved changes are lost.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Keep it open" }).click();
  await stays();
  for (let tabs = 0; tabs < 3; tabs += 1) {
    await page.keyboard.press("Escape");
    await expect(dialog.getByText("Close this? Unsaved changes are lost.")).toBeVisible();
    await stays();
  }
  await dialog.getByRole("button", { name: "Close", exact: true }).first().click();
  await expect(dialog).toHaveCount(0);
});

test("a shop renamed in another tab is disconnected by typing its new name, and the dialog always opens empty", async ({
  openAs,
  query,
}) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 1);
  const [shop] = await query("select id from integration where merchant_id = $1", [merchantId]);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations/${shop?.["id"]}/settings/danger`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`/m/${merchantId}/integrations/${shop?.["id"]}/settings`);
  await elsewhere.getByLabel("Name", { exact: true }).fill("Named anew");
  await elsewhere.getByLabel("Name", { exact: true }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Named anew");

  const open = page.getByRole("button", { name: "Disconnect shop" });
  const dialog = page.getByRole("dialog", { name: "Disconnect “Named anew”?" });
  const field = dialog.getByLabel("Type Named anew to confirm");
  await open.click();
  await field.fill("Named anew");
  await page.keyboard.press("Escape");
  await open.click();
  await expect(field).toHaveValue("");
  await field.fill("Named anew");
  await dialog.getByRole("button", { name: "Disconnect permanently" }).click();
  await expect(page).toHaveURL(/\/integrations$/);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("removing a saved filter and hiding the first steps can both be undone", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 12);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations?state=action_needed`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByLabel("Name of this view").fill("Broken ones");
  await page.keyboard.press("Enter");
  const filter = page.getByRole("link", { name: "Broken ones", exact: true });
  await expect(filter).toBeVisible();
  await page.getByRole("button", { name: "Remove the view “Broken ones”" }).click();
  await expect(filter).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(filter).toBeVisible();

  await page.goto(`/m/${merchantId}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const steps = page.getByRole("heading", { name: "First steps" });
  await steps.click();
  await page.getByRole("button", { name: "Hide", exact: true }).click();
  await expect(steps).toHaveCount(0);
  // The page shows the change at once and saves it a moment later; leaving before that loses it.
  const toBeKept = () => page.waitForResponse((response) => response.request().method() === "POST");
  const shown = toBeKept();
  await page.getByRole("button", { name: "Show the first steps" }).click();
  await shown;
  await steps.click();
  const kept = toBeKept();
  await page.getByRole("button", { name: "Hide", exact: true }).click();
  await expect(page.getByText("First steps are hidden.")).toBeVisible();
  await kept;
  await page.goto(`/m/${merchantId}/help`);
  await page.getByRole("button", { name: "Show the first steps" }).click();
  await expect(steps).toBeVisible();
  await query("delete from merchant where id = $1", [merchantId]);
});

test("the sheet of a request traps the focus, restores it, and closes when the focus leaves", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'De kleine Zeilboot'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/diagnosis`);
  // Before hydration the page does not know which request was clicked, and closes the sheet.
  await untilHydrated(page);
  const cell = page.getByRole("table").getByRole("button", { name: "passed" }).first();
  const sheet = page.getByRole("dialog", { name: /^GET from / });
  for (const time of ["the first time", "again"]) {
    await cell.press("Enter");
    await expect(sheet, time).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(cell, time).toBeFocused();
  }
  await cell.press("Enter");
  await expect(sheet).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(sheet.getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(sheet).toBeHidden();
});

test("closing a report's link asks first, but not once the link was copied", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'De kleine Zeilboot'");
  const page = await openAs("merchant", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/diagnosis`);
  await page.getByRole("button", { name: "Report to hosting provider" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByLabel("Link")).toHaveValue(/\/r\//);
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByRole("button", { name: "Keep it open" }).click();
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

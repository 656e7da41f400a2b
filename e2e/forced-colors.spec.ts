import { expect, test } from "@/e2e/support/test";

// Forced colours remove all backgrounds, so states shown only by a background need an outline.

const forced = { forcedColors: "active" } as const;
const frameOf = (element: Element): string => getComputedStyle(element).outlineStyle;

test("in forced colours the selected day of a chart is marked, and the legend matches the chart", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'De kleine Zeilboot'");
  const page = await openAs("merchant", forced);
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/history`);
  const slider = page.getByRole("slider");
  await slider.focus();
  const mark = slider.locator("div");
  await expect(async () => {
    await page.keyboard.press("ArrowLeft");
    await expect(mark).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect(await mark.evaluate(frameOf)).toBe("solid");
  const grounds = page.locator('[class*="bg-phase-"]').evaluateAll((marks) => marks.map((one) => getComputedStyle(one).backgroundColor));
  expect(new Set(await grounds).size).toBe(4);
  // Days without data, and the lines of the charts.
  const quiet = await page
    .locator("main svg .fill-line")
    .first()
    .evaluate((part) => getComputedStyle(part).fill);
  expect(quiet).toBe(
    await page.evaluate(
      () => getComputedStyle(Object.assign(document.body.appendChild(document.createElement("i")), { style: "color: GrayText" })).color,
    ),
  );
});

test("in forced colours the selected row and the highlighted entry of menus and palette are visible", async ({ openAs }) => {
  const page = await openAs("merchant", forced);
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const row = page.locator("[data-row]").first();
  await row.getByRole("checkbox").check();
  expect(await row.evaluate(frameOf)).toBe("solid");
  await row.getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Columns" }).press("Enter");
  const item = page.getByRole("menuitemcheckbox").first();
  await expect(item).toBeFocused();
  expect(await item.evaluate(frameOf)).toBe("solid");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  const option = page.getByRole("dialog").getByRole("option", { selected: true });
  await expect(option).toHaveCount(1);
  expect(await option.evaluate(frameOf)).toBe("solid");
});

import { findFaults } from "@/e2e/support/faults";
import { watchLayoutShift } from "@/e2e/support/layout-shift";
import { expect, test } from "@/e2e/support/test";
import { openIntegration, openTab } from "@/e2e/support/throttled-shop";

test("one cursor over 90 days shows by keyboard and pointer what happened on a day", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  // In the demo its lane changes only when a user refreshes it.
  await openIntegration(page, query, "Tuin & Pot");
  await openTab(page, "history");
  const cursor = page.getByRole("slider", { name: /Day/ });
  await cursor.focus();
  await expect(cursor).toHaveAttribute("aria-valuenow", "90");
  await expect(cursor).toHaveAttribute("aria-valuetext", /Order import: (Action needed|Healthy)/);

  await page.keyboard.press("ArrowLeft");
  await expect(cursor).toHaveAttribute("aria-valuenow", "89");
  await page.keyboard.press("PageDown");
  await expect(cursor).toHaveAttribute("aria-valuenow", "82");
  await page.keyboard.press("Home");
  await expect(cursor).toHaveAttribute("aria-valuetext", /Order import: not connected yet; .*Sync runs: none/);

  const box = await cursor.boundingBox();
  if (!box) throw new Error("The charts are not drawn.");
  await page.mouse.move(box.x + (box.width * 29.5) / 90, box.y + box.height / 2);
  await expect(cursor).toHaveAttribute("aria-valuenow", "30");
  await expect(cursor).toHaveAttribute("aria-valuetext", /Sync runs: \d+, .*Response: [\d.]+\sms \(Connect .*First byte/);
});

test("the days can be read as a table, newest first", async ({ openAs, query }) => {
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await openIntegration(page, query, "Tuin & Pot");
  await openTab(page, "history");
  await page.getByText("As a table").click();
  const table = page.getByRole("region", { name: "As a table" }).getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(91);
  await expect(table.getByRole("columnheader")).toHaveText([
    "Day",
    "Order import",
    "Tracking sync",
    "Sync runs",
    "Orders placed",
    "Response",
  ]);
  const [newest, before] = await table.getByRole("rowheader").allTextContents();
  expect(Date.parse(newest ?? "")).toBeGreaterThan(Date.parse(before ?? ""));
  expect(await findFaults(page)).toEqual([]);
});

for (const [shop, width, height] of [
  ["Tuin & Pot", 1440, 900],
  ["Tuin & Pot", 360, 780],
  ["De kleine Zeilboot", 1280, 800],
  ["Fietsen Vandaag", 1280, 800],
] as const)
  test(`nothing moves on the page of ${shop} while its tabs load, ${width} px wide`, async ({ openAs, query }) => {
    const page = await openAs("merchant");
    await page.setViewportSize({ width, height });
    const shifted = await watchLayoutShift(page);
    await openIntegration(page, query, shop);
    await page.reload();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await openTab(page, "history");
    await page.getByRole("slider", { name: /Day/ }).waitFor();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200))));
    const { sum, moved } = await shifted();
    expect(sum, moved.join("\n")).toBeLessThan(0.02);
  });

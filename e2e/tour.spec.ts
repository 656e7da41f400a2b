import { expect, test } from "@/e2e/support/test";

test("docs/tour.md by keyboard: a blocked shop is fixed at its host with the printed lines, tested again, and the waiting orders arrive", async ({
  openAs,
  query,
}) => {
  test.setTimeout(180_000);
  const page = await openAs("merchant");
  const main = page.locator("main");
  const countOrders = async () =>
    Number(
      (
        await query("select count(*) as n from shop_order o join integration i on i.id = o.integration_id where i.name = 'Tuin & Pot'")
      )[0]?.["n"],
    );
  const before = await countOrders();
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await page.getByRole("link", { name: "Tuin & Pot", exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: "Tuin & Pot" }).waitFor();
  const guide = main.getByRole("complementary", { name: "Demo guide" });
  await expect(guide).toContainText("1 of 3 steps done", { timeout: 30_000 });
  await main.getByRole("link", { name: /^Diagnosis/ }).press("Enter");
  await expect(main).toContainText("Proven by two requests that differ in one thing");
  const fix = await main.getByRole("figure").locator("pre code").filter({ hasText: "127" }).first().textContent();

  const opened = page.waitForEvent("popup");
  await guide.getByRole("link", { name: "Open hosting panel" }).press("Enter");
  const host = await opened;
  await host.getByLabel("Configuration").fill(fix ?? "");
  await host.getByRole("button", { name: "Apply" }).press("Enter");
  await expect(host.getByRole("status")).toContainText("Saved.");

  const again = main.getByRole("button", { name: "Test again" }).first();
  await expect(async () => {
    if (await again.isVisible()) await again.press("Enter", { timeout: 1_000 });
    await expect(main).toContainText("Nothing is blocked", { timeout: 4_000 });
  }).toPass({ timeout: 60_000 });
  await main.getByRole("button", { name: "Refresh", exact: true }).press("Enter");
  await expect(guide).toContainText("3 of 3 steps done", { timeout: 60_000 });
  expect(await countOrders()).toBeGreaterThan(before);

  // Restore the shop for the following scenarios.
  await host.getByRole("button", { name: "Undo last change" }).press("Enter");
  await main.getByRole("button", { name: "Check now" }).press("Enter");
  await expect(guide).toContainText("1 of 3 steps done", { timeout: 60_000 });
});

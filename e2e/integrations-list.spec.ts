import { expect, test } from "@/e2e/support/test";

const rows = "[data-row]";

test("the list narrows by state and by words, keeps both in the address bar, and opens again as it was", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Integrations", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Integrations" })).toBeVisible();
  await expect(page.locator(rows).first()).toBeVisible();
  const all = await page.locator(rows).count();
  const chip = page.getByRole("button", { name: /^Needs you/ });
  const needing = Number(await chip.locator("span").last().textContent());
  expect(needing).toBeGreaterThan(0);
  expect(needing).toBeLessThan(all);
  await chip.click();
  await expect(page.locator(rows)).toHaveCount(needing);
  await expect(page).toHaveURL(/\?state=needs_you$/);
  await page.reload();
  await expect(page.locator(rows)).toHaveCount(needing);
  await page.getByLabel("Search shops").fill("no shop is called that");
  await expect(page.getByRole("heading", { name: "No shop matches" })).toBeVisible();
  await page.getByRole("button", { name: "Show all shops" }).click();
  await expect(page.locator(rows)).toHaveCount(all);
});

test("the list works by keyboard alone: search, move, check, open", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Integrations", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Integrations" })).toBeVisible();
  const links = page.locator("[data-row-link]");
  await expect(links.first()).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // the page listens, so it takes keys
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

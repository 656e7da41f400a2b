import { tabTo } from "@/e2e/support/keyboard";
import { expect, test, untilHydrated } from "@/e2e/support/test";

test("the user menu opens by keyboard on its first item, moves with the arrow keys, restores the focus, and changes the language at once", async ({
  openAs,
  query,
}) => {
  const [person] = await query("select locale from person where name = 'Mara Visser'");
  const page = await openAs("merchant");
  await page.goto("/");
  const button = page.getByRole("button", { name: /Mara Visser/ });
  await expect(button).toHaveAttribute("aria-expanded", "false");
  // The button cannot take the focus before hydration.
  await expect(button).toBeEnabled();
  await tabTo(page, button);
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menu", { name: /Mara Visser/ })).toBeVisible({ timeout: 1000 });
  }).toPass();
  const languages = page.getByRole("menuitemradio");
  await page.keyboard.press("Home");
  await expect(languages.nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(languages.nth(1)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.type("Fr");
  await expect(page.getByRole("menuitemradio", { name: "Français" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("heading", { level: 1, name: "Vue d’ensemble" })).toBeVisible();
  await query("update person set locale = $1 where name = 'Mara Visser'", [person?.["locale"]]);
});

test("the user menu opens by mouse, changes the theme at once and closes on a click outside", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  const button = page.getByRole("button", { name: /Mara Visser/ });
  await expect(async () => {
    await button.click();
    await expect(page.getByRole("menu")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await button.click();
  await expect(page.getByRole("menu")).toBeVisible();
  await page.mouse.click(900, 700);
  await expect(page.getByRole("menu")).toHaveCount(0);
  await button.click();
  await expect(page.getByRole("menu")).toBeVisible();
  await button.click();
  await expect(page.getByRole("menu"), "a second click on the button closes it").toHaveCount(0);
  await expect(button).toBeFocused();
});

test("a menu opened by keyboard before its scripts loaded focuses its first item", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  const button = page.getByRole("button", { name: "Columns" });
  await expect(button).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const held: (() => void)[] = [];
  let holds = true;
  await page.route(/_next\/static\/.*\.js/, async (route) => {
    if (holds) await new Promise<void>((done) => held.push(done));
    await route.continue();
  });
  const first = page.getByRole("menuitemcheckbox").first();
  // Reached by Tab, as keyboard users do.
  await page.getByLabel("Sort", { exact: true }).focus();
  for (let tabs = 0; tabs < 5 && !(await button.evaluate((element) => element === document.activeElement)); tabs += 1)
    await page.keyboard.press("Tab");
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(() => held.length).toBeGreaterThan(0);
  holds = false;
  for (const release of held.splice(0)) release();
  await expect(first).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(first).toBeFocused();
  await page.keyboard.press("Escape");
  await button.click();
  await expect(first).toBeVisible();
  await expect(first, "by mouse nothing is chosen yet").not.toBeFocused();
});

test("letters typed in a menu select its items and trigger no shortcut of the list behind it", async ({ merchantPath, openAs }) => {
  const page = await openAs("merchant");
  await page.goto(`${merchantPath}/integrations`);
  await untilHydrated(page);
  const columns = page.getByRole("button", { name: "Columns" });
  await columns.focus();
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menu")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press("n");
  await expect(page.getByRole("menuitemcheckbox", { name: "Next sync" })).toBeFocused();
  for (const key of ["j", "k", "x", "/"]) await page.keyboard.press(key);
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(columns).toBeFocused();
});

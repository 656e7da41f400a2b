import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { mailedPath } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";

const SIGN_UP_PATH = /\/sign-up\/[\w-]{43}/;

const LOOKS = [
  { name: "in English, with keys alone", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { name: "in German, on a phone", locale: "de-DE", colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const;

for (const { name, ...look } of LOOKS) {
  test(`an outsider confirms an e-mail address, creates an account with a merchant, and is led to connecting the first shop: ${name}`, async ({
    browser,
    baseURL,
    query,
  }) => {
    const email = `sign-up-${look.locale}-${Date.now()}@demo.example`.toLowerCase();
    const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...look });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await tabTo(page, page.locator('a[href="/sign-up"]'));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sign-up");
    await expect(page.locator("input[name=email]")).toBeFocused();
    await page.keyboard.type(email);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status")).toContainText(/24 (hours|Stunden)/);
    expect(await findFaults(page)).toEqual([]);

    await page.goto(await mailedPath(query, email, SIGN_UP_PATH));
    await expect(page.locator("input[name=name]")).toBeFocused();
    await page.keyboard.type("Nora");
    await page.keyboard.press("Enter");
    await expect(page.locator("input[name=merchant]")).toBeFocused();
    await expect(page.locator("input[name=merchant]")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("input[name=name]")).toHaveValue("Nora");
    expect(await findFaults(page)).toEqual([]);
    await page.keyboard.type("Noras Laden");
    await tabTo(page, page.locator("input[name=password]"));
    await page.keyboard.type("quiet water 1953");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/m\/[0-9a-f-]{36}$/);
    await expect(page.locator('main a[href$="/integrations/connect"]').first()).toBeVisible();
    expect(await findFaults(page)).toEqual([]);
    await context.close();
  });
}

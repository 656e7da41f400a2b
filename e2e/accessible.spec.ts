import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@/e2e/support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test(`the product pages have no accessibility violation that axe can find (${colorScheme})`, async ({ openAs }) => {
    test.slow(); // five pages, each searched whole
    const page = await openAs("merchant", { colorScheme, bypassCSP: true });
    const check = async (what: string): Promise<void> => {
      await expect(page.locator("main div[aria-busy=true]")).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`),
        what,
      ).toEqual([]);
    };
    await page.goto("/");
    await page.getByRole("link", { name: "Integrations", exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Integrations" })).toBeVisible();
    await expect(page.locator("[data-row]").first()).toBeVisible();
    await check("integrations");
    await page.locator("[data-row-link]").first().click();
    await expect(page.getByRole("button", { name: "Check now" })).toBeVisible();
    await check("integration");
    await page.goto(`${page.url().replace(/\/[^/]+$/, "")}/connect`);
    await expect(page.getByLabel("Address of your shop")).toBeVisible();
    await check("connect");
    await page.getByRole("link", { name: "Orders", exact: true }).first().click();
    const order = page.getByRole("list", { name: "Orders, newest first" }).getByRole("link").first();
    await expect(order).toBeVisible();
    await check("orders");
    await order.click();
    await expect(page.getByRole("heading", { name: "Ship to" })).toBeVisible();
    await check("order");
  });
}

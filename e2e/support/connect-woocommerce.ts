import { expect, type Page } from "@playwright/test";
import { WOO_KEY } from "@/e2e/lab/harness/lab";
import { openTab } from "@/e2e/support/throttled-shop";

/** Completes the steps before the key. */
async function nameShop(page: Page, { address, name }: { address: string; name: string }): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  await page.getByLabel("Address of your shop").fill(address);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function openByName(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await page.getByRole("link", { name, exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Connects a shop without its key, waits for its first check, and ends on the Diagnosis tab. */
export async function connectWithoutKey(page: Page, shop: { address: string; name: string }): Promise<void> {
  await nameShop(page, shop);
  await expect(page.locator("main")).toContainText(/problems? found|can be reached/, { timeout: 30_000 });
  await openByName(page, shop.name);
  await openTab(page, "diagnosis");
}

/** Connects a shop as a merchant does, waits for its first orders, and ends on the shop's page. */
export async function connectWooCommerce(
  page: Page,
  { address, name, orders }: { address: string; name: string; orders: number },
): Promise<void> {
  await nameShop(page, { address, name });
  await page.getByLabel("Consumer key").fill(WOO_KEY.consumerKey);
  await page.getByLabel("Consumer secret").fill(WOO_KEY.consumerSecret);
  await page.getByRole("button", { name: "Test and connect" }).click();
  await page.getByRole("button", { name: "Save the key and import" }).click({ timeout: 30_000 });
  await expect(page.locator("main")).toContainText(`${orders} in your shop`, { timeout: 60_000 });
  await openByName(page, name);
}

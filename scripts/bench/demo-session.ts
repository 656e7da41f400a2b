import type { Browser } from "@playwright/test";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

/** The demo's merchant signed in, and the pages that are measured. */
export async function openDemoSession(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(DEMO_SIGN_INS.merchant.email);
  await page.locator('input[name="password"]').fill(DEMO_PASSWORD);
  await page.locator('form:has(input[name="email"]) button[type="submit"]').click();
  await page.waitForURL(/\/m\/[^/]+/);
  const merchantPath = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  await page.goto(`${merchantPath}/integrations`);
  const integrationPath = await page.locator("[data-row-link]").first().getAttribute("href");
  if (!integrationPath) throw new Error("The demo's merchant has no integration to open.");
  const state = await context.storageState();
  await context.close();
  const pages = {
    overview: merchantPath,
    integrations: `${merchantPath}/integrations`,
    integration: integrationPath,
    history: `${integrationPath}/history`,
    orders: `${merchantPath}/orders`,
  };
  return { state, pages };
}

export type MeasuredPage = keyof Awaited<ReturnType<typeof openDemoSession>>["pages"];

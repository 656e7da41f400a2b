import { DEMO_SIGN_INS } from "./demo-sign-ins.mjs";

/**
 * Signs in as the demo's merchant.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} baseURL
 * @param {string} password
 */
export async function openDemoSession(browser, baseURL, password) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(DEMO_SIGN_INS.merchant.email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="email"]) button[type="submit"]').click();
  await page.waitForURL(/\/m\/[^/]+/);
  const merchantPath = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  await page.goto(`${merchantPath}/integrations`);
  const rows = page.locator("[data-row-link]");
  await rows.first().waitFor();
  const shops = await rows.evaluateAll((links) =>
    links.map((link) => ({ path: link.getAttribute("href") ?? "", text: link.textContent ?? "" })),
  );
  const state = await context.storageState();
  await context.close();
  return { state, merchantPath, shops };
}

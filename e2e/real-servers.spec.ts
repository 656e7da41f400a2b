import fs from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { signIn } from "@/e2e/support/test";
import { startTestStack, type TestStack } from "@/e2e/support/test-stack";
import { openTab } from "@/e2e/support/throttled-shop";

// Real nginx and real Apache with ModSecurity from Debian in front of the fake shop, seen through the product's own pages.
const installed = fs.existsSync("/usr/sbin/nginx") && fs.existsSync("/usr/lib/apache2/modules/mod_security2.so");
test.skip(!installed, "nginx and Apache with ModSecurity are not installed (e2e/lab/install.mjs does it as root on Debian)");

let stack: TestStack;
let workspace: Workspace;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  workspace = new Workspace("real-servers");
  stack = await startTestStack({ PROBE_ALLOW_NETWORKS: "127.0.0.1/32" });
});
test.afterAll(async () => {
  await workspace?.close();
  await stack?.stop();
});

/** Signs in to the product of this file and connects the address under that name; ends on the integration's page. */
async function connect(browser: Browser, address: string, name: string): Promise<Page> {
  const page = await browser.newPage({ baseURL: stack.url, locale: "en-GB", timezoneId: "Europe/Amsterdam" });
  await signIn(page, "merchant");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  await page.getByLabel("Address of your shop").fill(address);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("main")).toContainText(/problems? found|can be reached/, { timeout: 30_000 });
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await page.getByRole("link", { name, exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await openTab(page, "diagnosis");
  return page;
}

test("Apache with ModSecurity and the OWASP rules: PATCH and DELETE are named, proven, and the exception is written for it", async ({
  browser,
}) => {
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  const address = await startApache(workspace, { upstream: shop.url, modSecurity: true });
  const page = await connect(browser, address, "Behind ModSecurity");
  const main = page.locator("main");
  await expect(main.getByRole("heading", { name: /PATCH and DELETE are blocked/ })).toBeVisible();
  await expect(main).toContainText("ruleRemoveById=911100");
});

test("nginx that refuses one User-Agent: exactly that name is reported, with nginx's own fix", async ({ browser }) => {
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  const address = await startNginx(workspace, { upstream: shop.url, server: 'if ($http_user_agent = "Sendcloud/1.0.0") { return 403; }' });
  const page = await connect(browser, address, "Behind nginx");
  const main = page.locator("main");
  await expect(main).toContainText("Sendcloud/1.0.0");
  await expect(main.getByRole("tab", { name: /nginx/ }).first()).toHaveAttribute("aria-selected", "true");
});

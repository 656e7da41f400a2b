import fs from "node:fs";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { connectWithoutKey } from "@/e2e/support/connect-woocommerce";
import { expect, test } from "@/e2e/support/test";

// Debian's nginx, and Apache with ModSecurity, in front of the fake shop, tested through the product's pages.
const installed = fs.existsSync("/usr/sbin/nginx") && fs.existsSync("/usr/lib/apache2/modules/mod_security2.so");
test.skip(!installed, "nginx and Apache with ModSecurity are not installed (e2e/lab/install.mjs does it as root on Debian)");

let workspace: Workspace;

test.beforeAll(() => {
  workspace = new Workspace("real-servers");
});
test.afterAll(() => workspace?.close());

test("Apache with ModSecurity and the OWASP rules: blocked PATCH and DELETE are reported with proof and the matching exception", async ({
  openAs,
}) => {
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  const address = await startApache(workspace, { upstream: shop.url, modSecurity: true });
  const page = await openAs("merchant");
  await connectWithoutKey(page, { address, name: "Behind ModSecurity" });
  const main = page.locator("main");
  await expect(main.getByRole("heading", { name: /PATCH and DELETE are blocked/ })).toBeVisible();
  await expect(main).toContainText("ruleRemoveById=911100");
});

test("nginx that blocks one User-Agent: exactly that one is reported, with the fix for nginx", async ({ openAs }) => {
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  const address = await startNginx(workspace, { upstream: shop.url, server: 'if ($http_user_agent = "Sendcloud/1.0.0") { return 403; }' });
  const page = await openAs("merchant");
  await connectWithoutKey(page, { address, name: "Behind nginx" });
  const main = page.locator("main");
  await expect(main).toContainText("Sendcloud/1.0.0");
  await expect(main.getByRole("link", { name: /nginx/ }).first()).toHaveAttribute("aria-current", "true");
});

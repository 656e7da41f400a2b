import fs from "node:fs";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { restartNginx, startNginx } from "@/e2e/lab/servers/nginx";
import { connectWooCommerce } from "@/e2e/support/connect-woocommerce";
import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { openTab } from "@/e2e/support/throttled-shop";

// A real nginx accepts only our current addresses. Staff announce a new one: the merchant is notified before anything moves, applies the
// printed fix and tries again, and staff see the readiness rise.
test.skip(!fs.existsSync("/usr/sbin/nginx"), "nginx is not installed (e2e/lab/install.mjs does it as root on Debian)");

const NAME = "Behind a strict nginx";
const NEW = "127.0.0.5";
// As hosts write it: clients not on the list are refused, and the test's own address sends no identity.
const RULE = "allow 127.0.0.2; allow 127.0.0.3; allow 127.0.0.4; deny all;";

let workspace: Workspace;
let address: string;

test.beforeAll(async () => {
  workspace = new Workspace("rehearsal");
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  address = await startNginx(workspace, { upstream: shop.url, server: RULE });
});
test.afterAll(() => workspace?.close());

test("a new IP address that a real nginx would block is shown to the merchant with date, proof and fix before it is used, and the printed lines allow it", async ({
  openAs,
}) => {
  test.setTimeout(240_000);
  const merchant = await openAs("merchant");
  await connectWooCommerce(merchant, { address, name: NAME, orders: 12 });
  await openTab(merchant, "diagnosis");
  const staff = await openAs("support");
  await staff.goto("/support/addresses");
  await staff.getByRole("textbox", { name: "New addresses" }).fill(NEW);
  await staff.getByLabel("Day of the change").fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await staff.getByRole("button", { name: "Announce and rehearse" }).click();
  await staff.getByRole("dialog").getByRole("button", { name: "Announce", exact: true }).click();
  await expect(staff.getByRole("link", { name: "Waiting 0" })).toBeVisible({ timeout: 90_000 });
  const refused = staff.getByRole("row").filter({ hasText: NAME });
  await expect(refused).toContainText(NEW);

  const notice = merchant.getByRole("region", { name: "Coming change of our addresses" });
  await expect(notice, "without a reload").toBeVisible({ timeout: 30_000 });
  await expect(notice).toContainText(NEW, { timeout: 30_000 });
  await notice.locator("summary").filter({ hasText: "Proof and fix" }).click();
  await expect(notice).toContainText("403");
  expect(await findFaults(merchant)).toEqual([]);
  const { pathname } = new URL(merchant.url());
  await merchant.goto(`${pathname.split("/").slice(0, 3).join("/")}/notifications`);
  await expect(merchant.getByRole("listitem").filter({ hasText: NAME })).toContainText(`The shop blocks ${NEW}`);
  await merchant.goto(pathname);

  await notice.locator("summary").filter({ hasText: "Proof and fix" }).click();
  await notice.getByRole("tab", { name: /^nginx/ }).click({ timeout: 15_000 });
  const lines = await notice
    .getByRole("tabpanel")
    .locator("pre code")
    .filter({ hasText: `allow ${NEW};` })
    .first()
    .textContent();
  const file = `${workspace.folder}/nginx.conf`;
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("deny all;", `${lines} deny all;`));
  await restartNginx(workspace, address);
  await notice.getByRole("button", { name: "Test again" }).click();
  await expect(notice).toHaveCount(0, { timeout: 60_000 });
  await staff.reload();
  await expect(refused).toHaveCount(0);
  await expect(staff.getByRole("link", { name: "Blocked 0" })).toBeVisible();
  // An announcement is shown on the pages of every shop.
  await staff.getByRole("button", { name: "Withdraw" }).click();
  await staff.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(staff.getByRole("textbox", { name: "New addresses" })).toBeVisible();
});

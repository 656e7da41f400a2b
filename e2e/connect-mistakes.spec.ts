import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Page } from "@playwright/test";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { openSettings, openTab } from "@/e2e/support/throttled-shop";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startFront } from "@/lib/testing/start-front";

// Mistakes while connecting a shop: each shows what to do, no input is lost, and the user can continue.

let workspace: Workspace;
const closers: (() => unknown)[] = [];

test.beforeAll(() => {
  workspace = new Workspace("connect-mistakes");
});
test.afterAll(async () => {
  for (const close of closers) await close();
  await workspace?.close();
});

/** Starts connecting a shop, as the merchant. */
async function begin(page: Page): Promise<Page> {
  await page.goto("/");
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  return page;
}
const address = (page: Page) => page.getByLabel("Address of your shop");
const onward = (page: Page) => page.getByRole("button", { name: "Continue", exact: true }).click();
async function look(page: Page, typed: string): Promise<void> {
  await address(page).fill(typed);
  await onward(page);
}

test("an http-only shop is found by an address without a scheme; the page warns that traffic is readable, and explains what is wrong with a key", async ({
  openAs,
}) => {
  test.setTimeout(120_000);
  const readOnly = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"1".repeat(40)}`, permissions: "read" as const };
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY, readOnly]);
  const page = await begin(await openAs("merchant"));
  const main = page.locator("main");
  await look(page, `  ${shop.url.replace("http://", "")}/wp-admin/  `);
  await expect(main).toContainText("WooCommerce found", { timeout: 30_000 });
  await expect(main).toContainText("so http:// is used");
  await expect(main).toContainText("each request is signed");
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Shop system").selectOption("prestashop");
  await expect(main).toContainText("the API key itself");
  await page.getByLabel("Shop system").selectOption("woocommerce");
  await page.getByLabel("Name", { exact: true }).fill("By http alone");
  await onward(page);

  const [key, secret] = [page.getByLabel("Consumer key"), page.getByLabel("Consumer secret")];
  const tryIt = page.getByRole("button", { name: "Test and connect" });
  await key.fill("…1a2b3c4");
  await secret.fill("••••••••");
  await tryIt.click();
  await expect(key).toHaveAccessibleDescription(/These are only the last characters/);
  await expect(secret).toHaveAccessibleDescription(/Only placeholder dots were copied/);
  await expect(key).toHaveValue("…1a2b3c4");
  await key.fill(`ck_${"0".repeat(40)}`);
  await secret.fill(`cs_${"0".repeat(40)}`);
  await tryIt.click();
  await expect(main).toContainText("The shop does not accept the API key. The key was not saved. Copy key and secret again", {
    timeout: 30_000,
  });
  expect(await findFaults(page)).toEqual([]);
  await key.fill(`Consumer key: “${readOnly.consumerKey}”`);
  await secret.fill(readOnly.consumerSecret);
  await tryIt.click();
  await expect(main).toContainText("This key can only read", { timeout: 30_000 });
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Change the key" }).click();
  await key.fill(WOO_KEY.consumerKey);
  await secret.fill(WOO_KEY.consumerSecret);
  await tryIt.click();
  await expect(main).toContainText("The key works", { timeout: 30_000 });
  await expect(main).not.toContainText("may only read");
});

test("a folder that nginx protects with a password is reported as such, and connecting can continue", async ({ openAs }) => {
  test.skip(!fs.existsSync("/usr/sbin/nginx"), "nginx is not installed (e2e/lab/install.mjs does it as root on Debian)");
  const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  const passwords = path.join(workspace.folder, "passwords");
  fs.writeFileSync(passwords, "staging:{PLAIN}secret\n");
  const walled = await startNginx(workspace, { upstream: shop.url, server: `auth_basic "Staging"; auth_basic_user_file ${passwords};` });
  const page = await begin(await openAs("merchant"));
  await look(page, walled.replace("http://", ""));
  await expect(page.locator("main")).toContainText("The server asks for a password first.", {
    timeout: 30_000,
  });
  await expect(page.locator("main")).toContainText("The check in the next step shows what is blocked");
  await expect(page.getByRole("button", { name: "Continue", exact: true })).toBeEnabled();
});

test("an address that redirects elsewhere, a redirect loop and an e-mail address are each explained with what to do", async ({
  openAs,
}) => {
  const server = http.createServer((request, response) => {
    const to = request.url?.startsWith("/round") ? request.url : `https://new-shop.example${request.url}`;
    response.writeHead(301, { location: to }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close());
  const old = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = await begin(await openAs("merchant"));
  const main = page.locator("main");
  await look(page, "info@shop.example");
  await expect(address(page)).toHaveAccessibleDescription(/This is an e-mail address/);
  await expect(address(page)).toHaveValue("info@shop.example");
  await look(page, `${old}/round`);
  await expect(main).toContainText("This address redirects to itself in a loop.", { timeout: 30_000 });
  await page.getByRole("button", { name: "Change address" }).click();
  await look(page, old);
  await expect(main).toContainText("This address redirects to https://new-shop.example. If that is your shop, use that address.", {
    timeout: 30_000,
  });
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(address(page)).toBeFocused();
  await expect(address(page)).toHaveValue("https://new-shop.example");
});

test("a shop that redirects to another address is checked there after one click", async ({ openAs }) => {
  test.setTimeout(120_000);
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
  // Another port counts as another address, like another host.
  const old = await startFront(shop.url, (request, response) => {
    response.writeHead(301, { Location: shop.url + request.url }).end();
    return true;
  });
  closers.push(
    () => old.close(),
    () => shop.close(),
  );
  const page = await begin(await openAs("merchant"));
  const main = page.locator("main");
  await look(page, old.url);
  await expect(main).toContainText(`This address redirects to ${shop.url}`, { timeout: 30_000 });
  await page.getByLabel("Shop system").selectOption("woocommerce");
  await page.getByLabel("Name", { exact: true }).fill("Moved");
  await onward(page);
  await page.getByRole("link", { name: "Add the key later" }).click();
  await page.getByRole("heading", { level: 1, name: "Moved" }).waitFor();

  await openTab(page, "diagnosis");
  const heading = page.getByRole("heading", { name: "The shop redirects to another address" });
  const card = main.getByRole("article").filter({ has: heading });
  await expect(card).toContainText(`use ${shop.url} as its address`, { timeout: 30_000 });
  expect(await findFaults(page)).toEqual([]);
  await card.getByRole("button", { name: "Use this address" }).click();
  await expect(card).toBeHidden({ timeout: 30_000 });
  await openSettings(page, "connection");
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(shop.url);
});

test("the wrong shop system is corrected where it is noticed, and the form shows the key fields of the right one", async ({ openAs }) => {
  test.setTimeout(120_000);
  const shop = await startFakeShop({ shopSystem: "prestashop", credentials: [{ apiKey: "P".repeat(32) }] });
  closers.push(() => shop.close());
  const page = await begin(await openAs("merchant"));
  const main = page.locator("main");
  await look(page, shop.url);
  await expect(main).toContainText("PrestaShop found", { timeout: 30_000 });
  await page.getByLabel("Shop system").selectOption("magento");
  await page.getByLabel("Name", { exact: true }).fill("Not Magento");
  await onward(page);
  await expect(page.getByRole("heading", { name: "API key for Magento" })).toBeVisible();
  await expect(main).toContainText("The shop runs a different shop system", { timeout: 60_000 });
  await page.getByText("Not a Magento shop?").click();
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Shop system").selectOption("prestashop");
  await page.getByRole("button", { name: "Change shop system" }).click();
  await expect(page.getByRole("heading", { name: "API key for PrestaShop" })).toBeVisible();
  await expect(page.getByLabel("Webservice key")).toBeVisible();
  await expect(main).toContainText("Your shop can be reached", { timeout: 60_000 });
  await page.getByLabel("Webservice key").fill(`Key:\u00A0${"P".repeat(32)}`);
  await page.getByRole("button", { name: "Test and connect" }).click();
  await expect(main).toContainText("The key works", { timeout: 30_000 });

  // The same rule when the URL is changed; blank input counts as missing.
  const other = await startFakeShop({ shopSystem: "prestashop" });
  closers.push(() => other.close());
  await page.reload();
  await page.getByRole("link", { name: "Add the key later" }).click();
  await page.getByRole("heading", { level: 1, name: "Not Magento" }).waitFor();
  await page.goto(`${page.url()}/settings/connection`);
  const moved = page.getByLabel("Address", { exact: true });
  const save = page.locator("form").filter({ has: moved }).getByRole("button", { name: "Save" });
  await moved.fill("   ");
  await save.click();
  await expect(moved).toHaveAccessibleDescription(/Please enter the address of your shop/);
  await moved.fill(other.url.replace("http://", ""));
  await save.click();
  const reported = "so http:// is used. Data sent over http:// can be read by others.";
  await expect(main).toContainText(reported, { timeout: 30_000 });
  await expect(moved, "the field follows what is stored").toHaveValue(other.url, { timeout: 60_000 });
  await expect(main, "and what was said of it stays to be read").toContainText(reported);
});

test("a shop that asks to wait during the key test is retried automatically", async ({ openAs }) => {
  test.setTimeout(120_000);
  const shop = await startFakeShop({ shopSystem: "prestashop", credentials: [{ apiKey: "P".repeat(32) }] });
  closers.push(() => shop.close());
  const page = await begin(await openAs("merchant"));
  const main = page.locator("main");
  await look(page, shop.url);
  await page.getByLabel("Name", { exact: true }).fill("Busy shop");
  await onward(page);
  await expect(main).toContainText("Your shop can be reached", { timeout: 60_000 });
  shop.setBehaviour({ rateLimit: { next: 1, retryAfterSeconds: 90 } });
  await page.clock.install();
  await page.getByLabel("Webservice key").fill("P".repeat(32));
  await page.getByRole("button", { name: "Test and connect" }).click();
  await expect(main).toContainText("The shop asked us to wait", { timeout: 30_000 });
  expect(await findFaults(page)).toEqual([]);
  await page.clock.fastForward(100_000);
  await expect(main).toContainText("The key works", { timeout: 30_000 });
});

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { extractText, getDocumentProxy } from "unpdf";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { restartNginx, startNginx } from "@/e2e/lab/servers/nginx";
import { connectWooCommerce } from "@/e2e/support/connect-woocommerce";
import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { openSettings, openTab } from "@/e2e/support/throttled-shop";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// A real nginx refuses our User-Agents. The merchant sends a report, the host applies the printed fix and clicks "Test again": the
// merchant's and support's pages turn green, and orders arrive, without a reload.
test.skip(!fs.existsSync("/usr/sbin/nginx"), "nginx is not installed (e2e/lab/install.mjs does it as root on Debian)");

const RULE = 'if ($http_user_agent ~* "sendcloud") { return 403; }';
const NAME = "Behind the host's nginx";
const PHONE = { size: { width: 360, height: 740 }, colorScheme: "dark" } as const;
const DESK = { size: { width: 1280, height: 800 }, colorScheme: "light" } as const;
const COPYING = { permissions: ["clipboard-read", "clipboard-write"] };
const FIRST_ORDERS = 12;
const LATER_ORDERS = 4;

test.describe.configure({ mode: "serial" });

let workspace: Workspace;
let shop: FakeShop;
let address: string;
let firstLink: string;

test.beforeAll(async () => {
  workspace = new Workspace("host-report");
  shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
  address = await startNginx(workspace, { upstream: shop.url, http: "# own", server: "# rule" });
});
test.afterAll(() => workspace?.close());

const configuration = (): string => `${workspace.folder}/nginx.conf`;

const ask = async (): Promise<number> =>
  fetch(`${address}/wp-json/wc/v3/orders/1`, { headers: { "user-agent": "Sendcloud/1.0.0", connection: "close" } }).then(
    ({ status }) => status,
    () => 0,
  );

/** Acts as the host: edits the file and restarts nginx, which runs without a master that could reload it. */
async function reconfigure(edit: (text: string) => string): Promise<void> {
  const before = fs.readFileSync(configuration(), "utf8");
  const after = edit(before);
  expect(after).not.toBe(before);
  fs.writeFileSync(configuration(), after);
  await restartNginx(workspace, address);
  // The fix must not admit clients that are not on the list.
  await expect.poll(ask).toBe(403);
}

/** The browser of the host, who has no account. */
const openAsHost = async (browser: Browser, baseURL: string | undefined): Promise<Page> =>
  (await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "en-GB", timezoneId: "Europe/Amsterdam" })).newPage();

/** Creates a link from the cause's card, as the merchant. */
async function makeLink(page: Page): Promise<string> {
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: /User-Agents are blocked/ }) });
  await card.getByRole("button", { name: "Report to hosting provider" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Language of the report").selectOption("de");
  await dialog.getByLabel("Shown as sender").fill("Bloemen Noord");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Link").inputValue();
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  return link;
}

/** The snippet that the report prints for nginx, as the host reads it. */
async function readFix(page: Page): Promise<{ file: string; variable: string }> {
  const codes = await page.getByRole("tabpanel").locator("pre code").allTextContents();
  const file = codes.find((code) => code.includes("geo $sendcloud_address"));
  const variable = codes.find((code) => code === "$agent_to_check");
  if (!file || !variable) throw new Error(`no fix for nginx in: ${codes.join("\n")}`);
  return { file, variable };
}

/** The lines found by the printed command, on the lab's log instead of the usual path. */
async function grepPrinted(page: Page): Promise<string[]> {
  const command = (await page.locator("pre code").filter({ hasText: "grep -hF" }).first().textContent()) ?? "";
  const own = command.replace(/\/var\/log\/\S+( \/var\/log\/\S+)*/, `${workspace.folder}/access.log`);
  return execFileSync("sh", ["-c", `${own}; true`], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "");
}

test("a host fixes a real server with the report's lines and tests again: merchant and support see it turn green, and the orders arrive", async ({
  openAs,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const merchant = await openAs("merchant", COPYING);
  await connectWooCommerce(merchant, { address, name: NAME, orders: FIRST_ORDERS });
  const main = merchant.locator("main");
  await expect(main).toContainText("12 orders imported");

  await reconfigure((text) => text.replace("# rule", RULE));
  await merchant.getByRole("button", { name: "Check now" }).click();
  await openTab(merchant, "diagnosis");
  await expect(main.getByRole("heading", { name: /User-Agents are blocked/ })).toBeVisible({ timeout: 60_000 });
  await expect(main).toContainText("The hosting provider can fix this");
  // Placed during the outage, from the next full second on, since shops have no fractions of seconds.
  const [from, to] = [new Date(Date.now() + 1_000), new Date(Date.now() + 2_000)];
  for (const order of generateOrders({ count: LATER_ORDERS, seed: 9, firstId: 9001, from, to })) shop.shop.addOrder(order);
  const link = await makeLink(merchant);
  firstLink = link;
  await expect(main).toContainText("Waiting for the hosting provider");
  await expect(main).toContainText("not yet");

  const support = await openAs("support");
  const page = new URL(merchant.url()).pathname;
  await support.goto(`/support/merchants/${page.split("/")[2]}`);
  await support.getByRole("button", { name: "View as merchant" }).first().click();
  await support.waitForURL(/\/m\//);
  await support.goto(page);
  await expect(support.locator("main")).toContainText("Link for the hosting provider copied");

  const host = await openAsHost(browser, baseURL);
  const answer = await host.goto(link);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()).toMatchObject({ "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow, noarchive" });
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  await expect(host.getByRole("heading", { level: 1 })).toHaveText("Ihr Server blockiert unsere beiden User-Agents");
  await expect(host.locator("html")).toHaveAttribute("lang", "de");
  await expect(host.locator("main")).toContainText("Bloemen Noord bittet Sie um Hilfe");
  for (const look of [DESK, PHONE]) {
    await host.setViewportSize(look.size);
    await host.emulateMedia({ colorScheme: look.colorScheme });
    expect(await findFaults(host), look.colorScheme).toEqual([]);
  }

  const testAgain = host.getByRole("button", { name: "Erneut testen" });
  await testAgain.click();
  await expect(host.locator("main")).toContainText("Wird weiterhin blockiert.", { timeout: 30_000 });
  await host.getByRole("radio", { name: "Ich brauche etwas" }).check();
  await host.getByRole("textbox", { name: "Ich brauche …" }).fill("Which rule blocks you?");
  expect(await findFaults(host), "while answering").toEqual([]);
  await host.getByRole("button", { name: "Senden" }).click();
  await expect(host.getByRole("list", { name: "Antworten" })).toContainText("Which rule blocks you?");
  await merchant.reload();
  const reply = merchant.getByRole("textbox", { name: "Reply to the hosting provider" });
  await expect(merchant.getByRole("list", { name: "Answers" })).toContainText("Which rule blocks you?");
  await reply.fill("The one for User-Agents.");
  await merchant.getByRole("button", { name: "Send", exact: true }).click();
  await expect(merchant.getByRole("list", { name: "Answers" })).toContainText("The one for User-Agents.");
  await host.reload();
  await expect(host.getByRole("list", { name: "Antworten" })).toContainText("The one for User-Agents.");
  const found = await grepPrinted(host);
  expect(found.length).toBeGreaterThan(0);
  for (const line of found) expect(line).toMatch(/^127\.0\.0\.\d .* "GET \/wp-json\/\S* HTTP\/1\.1" 403 .* "Sendcloud\/1\.0\.0"$/);
  expect(fs.readFileSync(`${workspace.folder}/access.log`, "utf8").split("\n").length).toBeGreaterThan(found.length + 10);
  const { file, variable } = await readFix(host);
  await reconfigure((text) => text.replace("# own", file).replace("$http_user_agent ~*", `${variable} ~*`));

  await expect(async () => {
    if (await testAgain.isVisible()) await testAgain.click({ timeout: 1_000 });
    await expect(host.locator("main")).toContainText("Alles kommt jetzt durch", { timeout: 4_000 });
  }).toPass({ timeout: 60_000 });
  await expect(testAgain).toHaveCount(0);
  for (const seen of [merchant, support]) {
    await expect(seen.locator("main")).toContainText("Nothing is blocked", { timeout: 30_000 });
    await expect(seen.locator("main")).toContainText("Passes now");
    await openTab(seen, "sync");
    await expect(seen.locator("main")).toContainText(`${FIRST_ORDERS + LATER_ORDERS} orders imported`, { timeout: 30_000 });
    await openTab(seen, "history");
    await expect(seen.locator("main")).toContainText("found that the reported requests now pass");
  }
  await host.context().close();
});

test("the report prints and exports as PDF; an altered, revoked or expired link opens a page that says so", async ({
  openAs,
  browser,
  baseURL,
  query,
}) => {
  test.setTimeout(120_000);
  const merchant = await openAs("merchant", COPYING);
  await merchant.goto("/");
  await merchant.getByRole("link", { name: "Shops", exact: true }).first().click();
  await merchant.getByRole("link", { name: NAME, exact: true }).first().click();
  const main = merchant.locator("main");
  await merchant.getByRole("heading", { level: 1, name: NAME }).waitFor();
  const shopPage = new URL(merchant.url()).pathname;
  await openTab(merchant, "diagnosis");
  await reconfigure((text) => text.replace(/if \(\$\w+ ~\*/, "if ($http_user_agent ~*"));
  await expect(async () => {
    await merchant.getByRole("button", { name: /^(Check now|Test again)$/ }).click({ timeout: 2_000 });
    await expect(main.getByRole("heading", { name: /User-Agents are blocked/ })).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  const link = await makeLink(merchant);

  const host = await openAsHost(browser, baseURL);
  await host.goto(`${link}?lang=en`);
  await expect(host.getByRole("heading", { level: 1 })).toHaveText("Your server blocks both of our User-Agents");
  const secrets = [
    WOO_KEY.consumerKey,
    WOO_KEY.consumerSecret,
    "example.com",
    ...[...shop.shop.orders.values()].map(({ billing }) => billing.email),
  ];
  const html = await host.content();
  for (const secret of secrets.filter((text) => text !== "")) expect(html).not.toContain(secret);
  await host.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await host.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
  await expect(host.getByRole("button", { name: "Test again" })).toBeHidden();
  await expect(host.getByRole("heading", { name: "The proof" })).toBeVisible();

  const evidence = await merchant.request.get(`${shopPage}/evidence`);
  expect(evidence.headers()["content-type"]).toBe("application/zip");
  const packed = unzipSync(new Uint8Array(await evidence.body()));
  const json = strFromU8(packed["evidence.json"] ?? new Uint8Array());
  expect(JSON.parse(json)).toMatchObject({ newestCheck: { causes: [{ code: "user_agent_blocked", pair: { refused: { status: 403 } } }] } });
  for (const secret of secrets.filter((text) => text !== "")) expect(json).not.toContain(secret);

  const pdf = await host.request.get(`${link}/report.pdf?lang=en`);
  expect(pdf.headers()["content-type"]).toBe("application/pdf");
  const file = await pdf.body();
  expect(file.subarray(0, 5).toString()).toBe("%PDF-");
  const { text: pages } = await extractText(await getDocumentProxy(new Uint8Array(file)), { mergePages: true });
  expect(pages).toContain("Your server blocks both of our User-Agents");
  const state = await (await host.request.get(`${link}/state`)).text();
  for (const secret of secrets.filter((one) => one !== "")) expect(`${pages} ${state}`).not.toContain(secret);

  await openTab(merchant, "history");
  await merchant.getByRole("link", { name: "All incidents" }).click();
  // The shop's page stays until the next one has loaded, and shows the same incident.
  await expect(merchant.getByRole("heading", { level: 1, name: "Incidents" })).toBeVisible();
  const incident = merchant.getByRole("listitem").filter({ hasText: "blocked" }).first();
  await expect(incident).toContainText("Action needed");
  await expect(merchant.locator("main")).toContainText("4 orders arrived late");
  expect(await findFaults(merchant)).toEqual([]);
  await merchant.goBack();
  await openSettings(merchant, "sharing");
  await merchant.getByRole("button", { name: "Switch on" }).click();
  const badge = merchant.getByRole("img", { name: "Status of orders and tracking" });
  await expect(badge).toBeVisible();
  const picture = await host.request.get((await badge.getAttribute("src")) ?? "", { maxRetries: 2 });
  expect(picture.headers()["content-type"]).toContain("image/svg+xml");
  expect(await picture.text()).toContain("disrupted");

  const changed = await host.goto(`${link.slice(0, -1)}${link.endsWith("A") ? "E" : "A"}`);
  expect(changed?.status()).toBe(404);
  await expect(host.getByRole("heading", { level: 1 })).toHaveText("There is no report at this address");

  // The link of the previous scenario is still valid.
  await query(
    "update shared_report set expires_at = now() - interval '1 minute' where revoked_at is null and created_at < (select max(created_at) from shared_report)",
  );
  const expired = await host.goto(firstLink);
  expect(expired?.status()).toBe(410);
  await expect(host.getByRole("heading", { level: 1 })).toHaveText("Dieser Bericht ist abgelaufen");
  expect((await host.request.post(`${firstLink}/test`)).status()).toBe(410);

  await openTab(merchant, "diagnosis");
  await merchant.getByRole("button", { name: "Revoke" }).first().click();
  await expect(main).toContainText("Revoked");
  const revoked = await host.goto(link);
  expect(revoked?.status()).toBe(410);
  await expect(host.getByRole("heading", { level: 1 }), "in the language that the host chose").toHaveText("This report was revoked");
  for (const path of ["state", "report.pdf"]) expect((await host.request.get(`${link}/${path}`)).status()).toBe(410);
  expect((await host.request.post(`${link}/test`)).status()).toBe(410);
  await host.context().close();
});

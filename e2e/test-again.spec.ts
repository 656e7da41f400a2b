import { type Browser, expect, type Page, test } from "@playwright/test";
import { findFaults } from "@/e2e/support/faults";
import { signIn } from "@/e2e/support/test";
import { startTestStack, type TestStack } from "@/e2e/support/test-stack";
import { openTab } from "@/e2e/support/throttled-shop";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startTraceCollector, type TraceCollector } from "@/lib/testing/trace-collector";

// A shop whose refusal comes and goes while the page is open; runs in this process, so that the scenario can change it.

const KEY = { consumerKey: `ck_${"a".repeat(40)}`, consumerSecret: `cs_${"b".repeat(40)}` };
const refusing = { blockedMethods: { methods: ["PATCH"] } };
const PHONE = { width: 360, height: 740 };

let stack: TestStack;
let shop: FakeShop;
let collector: TraceCollector;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  shop = await startFakeShop({ shopSystem: "woocommerce", credentials: [KEY] });
  collector = await startTraceCollector();
  stack = await startTestStack({ ...collector.environment, PROBE_ALLOW_NETWORKS: "127.0.0.1/32" });
});
test.afterAll(async () => {
  await shop?.close();
  await stack?.stop();
  collector?.close();
});

async function connect(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.url, locale: "en-GB", timezoneId: "Europe/Amsterdam" });
  const page = await context.newPage();
  await signIn(page, "merchant");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  await page.getByLabel("Address of your shop").fill(shop.url);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Comes and goes");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("main")).toContainText(/problems? found|can be reached/, { timeout: 30_000 });
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await page.getByRole("link", { name: "Comes and goes", exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: "Comes and goes" }).waitFor();
  await openTab(page, "diagnosis");
  return page;
}

test("a cause says until when the request worked; Test again sends a few requests while it persists, and runs the full check once it is gone", async ({
  browser,
}) => {
  test.setTimeout(100_000);
  const page = await connect(browser);
  const main = page.locator("main");
  await expect(main).toContainText("Nothing is blocked");

  shop.setBehaviour(refusing);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Check now" }).click();
  const requestId = (await answer).headers()["x-request-id"];
  const card = main.getByRole("article").filter({ has: page.getByRole("heading", { name: /PATCH is blocked/ }) });
  await expect(card).toContainText("New since the last check", { timeout: 30_000 });
  await expect(card).toContainText(/PATCH worked until \d\d:\d\d/);

  // The id in the response is that of the trace, from the click to the requests that reach the shop.
  const services = (name: RegExp) => new Set(collector.spansOf(requestId).flatMap((span) => (name.test(span.name) ? [span.service] : [])));
  await expect
    .poll(() => [services(/^POST \//), services(/^job /), services(/ shop$/)])
    .toEqual([new Set(["mooring-web"]), new Set(["mooring-worker"]), new Set(["mooring-worker"])]);

  const before = shop.requests.length;
  const button = card.getByRole("button", { name: "Test again" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(main).toContainText("Only the blocked requests were repeated.", { timeout: 30_000 });
  await expect(card).toContainText(/PATCH worked until \d\d:\d\d/);
  await expect(card).not.toContainText("New since the last check");
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  // Requests of a concurrent sync carry the key.
  const asked = shop.requests
    .slice(before)
    .filter(({ url, headers }) => headers["authorization"] === undefined && !/oauth_|consumer_key/.test(url));
  expect(asked.length).toBeLessThanOrEqual(6);
  expect(asked.map((request) => request.method)).toContain("PATCH");

  await button.click();
  await expect(card).toContainText(/You can test again in \d+ seconds?/);

  await page.setViewportSize(PHONE);
  expect(await findFaults(page)).toEqual([]);

  shop.setBehaviour({});
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1_000 });
    await expect(main).toContainText("Resolved since the last check: PATCH is blocked", { timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  await expect(main).toContainText("Nothing is blocked");
  await expect(main.getByRole("button", { name: "Test again" })).toHaveCount(0);
});

import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { expect, signIn, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

test("a page that failed on the server loads after Try again once the server can", async ({ browser, baseURL, sessionOf, query }) => {
  // A separate context: React's message about a caught error is part of the scenario.
  const context = await browser.newContext({ storageState: await sessionOf("merchant"), locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(baseURL ?? "");
  const failed = page.getByRole("heading", { name: "This page could not be shown" });
  const shown = page.getByRole("heading", { level: 1, name: "Audit log" });
  const link = page.getByRole("link", { name: "Audit log", exact: true }).first();
  await page.getByRole("link", { name: "Settings", exact: true }).first().click();
  await link.waitFor();
  const breakOnce = async (open: () => Promise<unknown>): Promise<void> => {
    await query("revoke select on audit_event from mooring_app");
    try {
      await open();
      await expect(failed).toBeVisible();
    } finally {
      await query("grant select on audit_event to mooring_app");
    }
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(shown).toBeVisible();
    await expect(failed).toHaveCount(0);
  };
  await test.step("in place", () => breakOnce(() => link.click()));
  await test.step("as a document", () => breakOnce(() => page.reload()));
  await context.close();
});

test("an ended session is reported with a link to sign in, also to a reconnecting page, and sign-in returns to the page", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "en-GB" });
  const page = await context.newPage();
  await signIn(page, "merchant");
  await page.waitForURL(/\/m\/[^/]+$/);
  const place = `${page.url()}/integrations?sort=name`;
  const reported = page.getByText("You are signed out.", { exact: true });
  const signInAgain = async (): Promise<void> => {
    await page.locator('input[name="email"]').fill(DEMO_SIGN_INS.merchant.email);
    await page.locator('input[name="password"]').fill(DEMO_PASSWORD);
    await page.locator('form:has(input[name="email"]) button[type="submit"]').click();
  };
  await test.step("by reconnecting", async () => {
    await page.goto(place);
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await context.clearCookies();
    await context.setOffline(true);
    await expect(page.getByText("Reconnecting")).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText("Signed out", { exact: true })).toBeVisible();
    await expect(reported).toBeVisible();
    await page.getByRole("link", { name: "Sign in", exact: true }).click();
    await page.waitForURL(/\/sign-in\?from=/);
    await signInAgain();
    await expect(page).toHaveURL(place);
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await expect(reported).toHaveCount(0);
  });
  await test.step("by a click", async () => {
    await context.clearCookies();
    await page
      .getByRole("button", { name: /^Refresh: / })
      .first()
      .click();
    await expect(reported).toBeVisible();
  });
  await test.step("by requesting a file: nothing else is saved in its place", async () => {
    const saved: string[] = [];
    page.on("download", (download) => saved.push(download.suggestedFilename()));
    await page.getByRole("link", { name: "Sign in", exact: true }).click();
    await signInAgain();
    await expect(page).toHaveURL(place);
    const orders = `${new URL(place).pathname.replace(/integrations$/, "orders")}?status=completed`;
    await page.goto(orders);
    const file = page.getByRole("link", { name: "Save as CSV" });
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await context.clearCookies();
    await file.click();
    await page.waitForURL(/\/sign-in\?from=/);
    await signInAgain();
    await expect(page).toHaveURL(orders);
    expect(saved).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
    expect(download.suggestedFilename()).toMatch(/^orders-.*\.csv$/);
    expect(await download.failure()).toBeNull();
    await expect(page.getByText("Live", { exact: true }), "the page stays, and goes on hearing").toBeVisible();
  });
  await context.close();
});

test("the message about the lost connection can be closed, comes back when an action needs the server, and goes with its end", async ({
  openAs,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  await page.goto(`${page.url()}/settings`);
  const reported = page.getByText("No connection.");
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
  await page.context().setOffline(true);
  await expect(reported).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(reported).toHaveCount(0);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(reported).toBeVisible();
  await expect(page.getByText("The server could not be reached"), "reported once").toHaveCount(0);
  await page.context().setOffline(false);
  await expect(reported).toHaveCount(0);
  // The network is there, the server is not.
  await page.route("**/settings", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const unreached = page.getByText("The server could not be reached");
  await expect(unreached).toBeVisible();
  await page.evaluate(() => dispatchEvent(new Event("live-again")));
  await expect(unreached).toHaveCount(0);
});

test("a link clicked while offline keeps the page and its input, and works again afterwards", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  const field = page.getByLabel("Address of your shop");
  await field.fill("half-typed.example");
  const place = page.url();
  const orders = page.getByRole("link", { name: "Orders", exact: true }).first();
  await page.context().setOffline(true);
  await expect(page.getByText("No connection.")).toBeVisible();
  await orders.click();
  expect(page.url()).toBe(place);
  await expect(field).toHaveValue("half-typed.example");
  await page.context().setOffline(false);
  await expect(page.getByText("No connection.")).toHaveCount(0);
  await orders.click();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
});

import { randomBytes } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { findFaults } from "@/e2e/support/faults";
import { makeNewcomer, makeStaff, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";
import { makeWebProcess } from "@/e2e/support/web-process";

/** Chromium's virtual authenticator, which verifies its user. */
async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Passkeys belong to a hostname, not to an IP address. */
const named = (url: string | undefined): string => String(url).replace("127.0.0.1", "localhost");

test("a passkey is added, signs in on its own, serves as second factor and as fresh proof, and is removed", async ({
  browser,
  baseURL,
  query,
}) => {
  test.setTimeout(120_000);
  const { email, merchantId } = await makeNewcomer(query, "Petra");
  const context = await browser.newContext({ baseURL: named(baseURL), locale: "en-GB" });
  const page = await context.newPage();
  await addAuthenticator(context, page);
  const settings = `/m/${merchantId}/settings/security`;
  const openSignIn = async () => {
    await context.clearCookies();
    await page.goto(`/sign-in?${new URLSearchParams({ from: settings })}`);
  };
  await openSignIn();
  await typeSignIn(page, email);
  await page.waitForURL(`**${settings}`);
  const panel = page.getByRole("region", { name: "Two-factor authentication" });

  await query("update session set proven_at = now() - interval '1 hour' where person_id = (select id from person where email = $1)", [
    email,
  ]);
  await page.reload();
  await panel.getByRole("button", { name: "Add a passkey" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByLabel("Current password").fill("not this one");
  await page.keyboard.press("Enter");
  await expect(proof.getByLabel("Current password")).toHaveAccessibleDescription(/not your current password/);
  expect(await findFaults(page)).toEqual([]);
  await proof.getByLabel("Current password").fill(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const [recoveryCode = ""] = await panel.getByRole("listitem").allInnerTexts();
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(panel.getByRole("button", { name: /^Remove the passkey Chrome/ })).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  await openSignIn();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`**${settings}`);
  await expect(panel).toContainText("last used");

  await openSignIn();
  await typeSignIn(page, email);
  await expect(page.getByRole("heading", { name: "Confirm with your passkey" }), "the password alone is not enough").toBeVisible();
  await expect(page.getByText(/app/i), "this account has none").toHaveCount(0);
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`**${settings}`);
  await openSignIn();
  await typeSignIn(page, email);
  await page.getByLabel("Recovery code", { exact: true }).fill(recoveryCode);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${settings}`);

  await query("update session set proven_at = now() - interval '1 hour' where person_id = (select id from person where email = $1)", [
    email,
  ]);
  await page.reload();
  await panel.getByRole("button", { name: /^Remove the passkey/ }).click();
  await proof.getByRole("button", { name: "Use a passkey" }).click();
  await expect(panel.getByRole("button", { name: /^Remove the passkey/ })).toHaveCount(0);
  await openSignIn();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This passkey was not accepted.")).toBeVisible();
  await context.close();
});

test("passkeys are not offered at an IP address, which has none, and the page says why", async ({ openAs, baseURL }) => {
  expect(baseURL).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  await page.goto(`${page.url()}/settings/security`);
  const panel = page.getByRole("region", { name: "Two-factor authentication" });
  await expect(panel.getByText("this page is open at an IP address")).toBeVisible();
  await expect(panel.getByRole("button", { name: "Add a passkey" })).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toHaveCount(0);
});

test("staff set up a second factor at their next sign-in, where the operator requires one, before the console opens", async ({
  browser,
  product,
  query,
}) => {
  const email = await makeStaff(query, "Sofie");
  const web = await makeWebProcess({
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
    DATABASE_URL: product.runtimeUrl,
    DEMO_TARGETS: "",
    STAFF_SECOND_FACTOR_FROM: "2026-01-01",
  });

  const context = await browser.newContext({ baseURL: named(web.url), locale: "en-GB" });
  try {
    await web.start();
    const page = await context.newPage();
    await addAuthenticator(context, page);
    await page.goto("/sign-in");
    await typeSignIn(page, email);
    await page.waitForURL("**/second-factor");
    for (const path of ["/support/queue", "/support/audit", "/support/settings"]) {
      await page.goto(path);
      await expect(page, path).toHaveURL(/\/second-factor$/);
    }
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("link", { name: "Continue" }).click();
    await page.waitForURL("**/support/queue");
  } finally {
    await context.close();
    await web.stop();
  }
});

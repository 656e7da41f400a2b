import { randomBytes } from "node:crypto";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { makeStaff, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";
import { makeWebProcess, type WebProcess } from "@/e2e/support/web-process";
import { type OidcIssuer, startOidcIssuer } from "@/lib/testing/oidc-issuer";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// A real issuer and a web process that uses it: staff sign in through it; all others see what to do.

let web: WebProcess;
let issuer: OidcIssuer | undefined;
let port: number;

test.beforeAll(async ({ product }) => {
  port = await findFreePort();
  web = await makeWebProcess({
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
    DATABASE_URL: product.runtimeUrl,
    DEMO_TARGETS: "",
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: "mooring",
    OIDC_CLIENT_SECRET: "the-secret-of-mooring",
    OIDC_LABEL: "Harbour",
    OIDC_STAFF_CLAIM: "roles",
    OIDC_STAFF_VALUES: "mooring-support",
    OIDC_REQUIRED: "true",
  });
  await web.start();
});
test.afterAll(async () => {
  await issuer?.close();
  await web?.stop();
});

async function startIssuer(): Promise<OidcIssuer> {
  issuer ??= await startOidcIssuer(`${web.url}/api/auth/callback/oidc`, port);
  return issuer;
}

const open = async (browser: Browser, options: BrowserContextOptions): Promise<Page> =>
  (await browser.newContext({ baseURL: web.url, timezoneId: "Europe/Amsterdam", ...options })).newPage();

async function logInAtIssuer(page: Page, login: string): Promise<void> {
  await page.getByLabel("User").fill(login);
  await page.keyboard.press("Enter");
}

test("support staff sign in through the issuer by keyboard alone, after an outage and a cancelled attempt, and each attempt is recorded", async ({
  browser,
  query,
}) => {
  test.setTimeout(120_000);
  const page = await open(browser, { locale: "en-GB" });
  await page.goto("/sign-in?from=%2Fsupport%2Faudit");
  const button = page.getByRole("button", { name: "Sign in with Harbour" });
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your company’s sign-in is not responding.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  const { accounts } = await startIssuer();
  accounts.set("ana", { email: await makeStaff(query, "Ana"), email_verified: true, name: "Ana Sousa" });
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByText("You were not signed in there.")).toBeVisible();

  await tabTo(page, button);
  await page.keyboard.press("Enter");
  await logInAtIssuer(page, "ana");
  await page.waitForURL(`${web.url}/support/audit`);
  const entries = page.getByRole("list", { name: "Entries, newest first" });
  await expect(entries.getByText("Signed in with OpenID Connect").first()).toBeVisible();
  await expect(entries.getByText("Account bound to a login at the issuer").first()).toBeVisible();
  await page.goto("/support/settings");
  const sessions = page.getByRole("listitem").filter({ hasText: "This browser" });
  await expect(sessions).toContainText(`with OpenID Connect (127.0.0.1:${port})`);
  expect(await findFaults(page)).toEqual([]);

  await page.context().clearCookies({ name: /^next-auth/ });
  await page.goto("/support");
  await expect(page).toHaveURL(`${web.url}/sign-in?from=%2Fsupport`);
  await page.context().close();
});

test("a member of a merchant is asked to use their password, and signs in with it", async ({ browser }) => {
  const { accounts } = await startIssuer();
  const { email } = DEMO_SIGN_INS.merchant;
  accounts.set("mara", { email, email_verified: true, roles: ["mooring-support"] });
  const page = await open(browser, { locale: "en-GB" });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Harbour" }).click();
  await logInAtIssuer(page, "mara");
  await expect(page.getByText("This sign-in is for support staff only.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await typeSignIn(page, email);
  await page.waitForURL(/\/m\//);
  await page.context().close();
});

test("the issuer's role makes a user staff, and losing it ends their session: on a phone, in German", async ({ browser }) => {
  const { accounts } = await startIssuer();
  const account = { email: "ines@harbour.example", email_verified: true, name: "Ines Duarte" };
  accounts.set("ines", { ...account, roles: ["mooring-support"] });
  const phone = { locale: "de-DE", viewport: { width: 360, height: 740 }, colorScheme: "dark" } as const;
  const page = await open(browser, phone);
  await page.goto("/sign-in");
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Anmelden mit Harbour" }).click();
  await logInAtIssuer(page, "ines");
  await page.waitForURL(/\/support\/queue$/);

  accounts.set("ines", account);
  const later = await open(browser, phone);
  await later.goto("/sign-in");
  await later.getByRole("button", { name: "Anmelden mit Harbour" }).click();
  await logInAtIssuer(later, "ines");
  await expect(later.getByText("Sie gehören nicht mehr zum Support.")).toBeVisible();
  expect(await findFaults(later)).toEqual([]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Anmelden", level: 1 })).toBeVisible();
  await page.context().close();
  await later.context().close();
});

test("staff cannot sign in with a password, and the page says how they can", async ({ browser }) => {
  const page = await open(browser, { locale: "de-DE" });
  await page.goto("/sign-in");
  await typeSignIn(page, DEMO_SIGN_INS.support.email);
  await expect(page.getByText("Der Support meldet sich mit dem Zugang seines Unternehmens an.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await expect(page.getByRole("region", { name: "Für den Support" }).getByRole("button", { name: "Anmelden mit Harbour" })).toBeVisible();
  await page.context().close();
});

test("an unknown error code in the address changes nothing, and next-auth's log route is closed", async ({ browser }) => {
  const page = await open(browser, { locale: "en-GB" });
  await page.goto("/sign-in?error=%3Cb%3E");
  await expect(page.getByRole("button", { name: "Sign in with Harbour" })).toBeVisible();
  await expect(page.getByText("<b>")).toHaveCount(0);
  expect(await findFaults(page)).toEqual([]);
  const logged = await page.request.post("/api/auth/_log", { data: { code: "X", level: "error", message: "forged" } });
  expect(logged.status()).toBe(404);
  await page.context().close();
});

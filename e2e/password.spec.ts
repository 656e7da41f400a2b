import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { mailedPath, makeNewcomer, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";

const CHOSEN = "quiet water 1953";
const RESET_PATH = /\/reset-password\/[\w-]{43}/;

test("a forgotten password is reset by a mailed link that works once and signs out other sessions: by keyboard alone", async ({
  browser,
  baseURL,
  query,
}) => {
  const { email, merchantId } = await makeNewcomer(query, "Vera");
  const options = { ...(baseURL ? { baseURL } : {}), locale: "en-GB" };
  const [here, elsewhere] = await Promise.all([browser.newContext(options), browser.newContext(options)]);
  const [page, other] = await Promise.all([here.newPage(), elsewhere.newPage()]);
  await other.goto("/sign-in");
  await typeSignIn(other, email);
  await other.waitForURL(`**/m/${merchantId}`);

  await page.goto("/sign-in");
  await tabTo(page, page.getByRole("link", { name: "Forgot your password?" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  const field = page.getByRole("textbox", { name: "E-mail address" });
  await expect(field).toBeFocused();
  await page.keyboard.type("vera");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/Enter an e-mail address such as/);
  await expect(field).toBeFocused();
  await field.fill(email);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Check your inbox." })).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  const path = await mailedPath(query, email, RESET_PATH);
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await expect(page.getByLabel("New password")).toBeFocused();
  await page.keyboard.type("short");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("New password")).toHaveAccessibleDescription(/at least 12 characters/);
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("New password").fill(CHOSEN);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/m/${merchantId}`);

  await other.goto(`/m/${merchantId}`);
  await expect(other).toHaveURL(/\/sign-in/);
  await typeSignIn(other, email);
  await expect(other.getByText("Wrong e-mail address or password.")).toBeVisible();
  await other.goto(path);
  await expect(other.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  expect(await findFaults(other)).toEqual([]);
  await here.close();
  await elsewhere.close();
});

test("changing the password in the settings ends other sessions and says so: on a phone, in German", async ({
  browser,
  baseURL,
  query,
}) => {
  const { email, merchantId } = await makeNewcomer(query, "Bruno");
  const options = { ...(baseURL ? { baseURL } : {}), locale: "de-DE", colorScheme: "dark" as const, viewport: { width: 360, height: 740 } };
  const [here, elsewhere] = await Promise.all([browser.newContext(options), browser.newContext(options)]);
  const [page, other] = await Promise.all([here.newPage(), elsewhere.newPage()]);
  for (const one of [page, other]) {
    await one.goto("/sign-in");
    await typeSignIn(one, email);
    await one.waitForURL(`**/m/${merchantId}`);
  }
  await page.goto(`/m/${merchantId}/settings/security`);
  const panel = page.getByRole("region", { name: "Passwort" });
  const [current, next] = [panel.getByLabel("Aktuelles Passwort"), panel.getByLabel("Neues Passwort")];
  await current.fill("das ist es nicht");
  await next.fill(CHOSEN);
  await panel.getByRole("button", { name: "Passwort ändern" }).click();
  await expect(current).toHaveAccessibleDescription("Das ist nicht Ihr aktuelles Passwort.");
  await expect(current).toBeFocused();
  expect(await findFaults(page)).toEqual([]);
  await current.fill(DEMO_PASSWORD);
  await next.fill(CHOSEN);
  await panel.getByRole("button", { name: "Passwort ändern" }).click();
  await expect(page.getByText("Passwort geändert. Eine andere Sitzung wurde beendet.")).toBeVisible();
  await other.goto(`/m/${merchantId}/settings/security`);
  await expect(other).toHaveURL(/\/sign-in/);
  await page.reload();
  await expect(panel).toBeVisible();
  await here.close();
  await elsewhere.close();
});

import { Secret, TOTP } from "otpauth";
import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { makeNewcomer, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";

const STEP_MS = 30_000;

test("a second factor is set up with an app, asked for at every sign-in, replaced by a recovery code, and switched off", async ({
  browser,
  baseURL,
  query,
}) => {
  test.setTimeout(120_000);
  const { email, merchantId } = await makeNewcomer(query, "Otto");
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "en-GB" });
  const page = await context.newPage();
  const settings = `/m/${merchantId}/settings/security`;
  await page.goto(`/sign-in?${new URLSearchParams({ from: settings })}`);
  await typeSignIn(page, email);
  await page.waitForURL(`**${settings}`);

  const panel = page.getByRole("region", { name: "Two-factor authentication" });
  await panel.getByRole("button", { name: "Set up" }).click();
  await expect(panel.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(panel.getByText("Sign-in then asks for your password"), "cancelling returns to the start").toBeFocused();
  await panel.getByRole("button", { name: "Set up" }).click();
  await expect(panel.locator("pre")).toBeVisible();
  const app = new TOTP({ secret: Secret.fromBase32((await panel.locator("pre").textContent()) ?? "") });
  expect(await findFaults(page)).toEqual([]);
  const code = panel.getByLabel("Code from the app");
  await code.fill("000000");
  await page.keyboard.press("Enter");
  await expect(code).toHaveAccessibleDescription(/is not valid/);
  const confirmedAt = Date.now();
  await code.fill(app.generate({ timestamp: confirmedAt }));
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  const recoveryCodes = await panel.getByRole("listitem").allInnerTexts();
  expect(recoveryCodes).toHaveLength(10);
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Save as a file" }).click();
  expect((await download).suggestedFilename()).toBe("mooring-recovery-codes.txt");
  expect(await findFaults(page)).toEqual([]);
  await tabTo(page, panel.getByRole("button", { name: "Done" }));
  await page.keyboard.press("Enter");
  await expect(panel).toContainText("10 recovery codes left");

  const signOut = async () => {
    await context.clearCookies();
    await page.goto(`/sign-in?${new URLSearchParams({ from: settings })}`);
    await typeSignIn(page, email);
    await expect(page.getByRole("heading", { name: "Code from your app" })).toBeVisible();
  };
  await signOut();
  const typed = page.getByLabel("Code", { exact: true });
  await expect(typed).toBeFocused();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findFaults(page), colorScheme).toEqual([]);
  }
  await page.keyboard.press("Enter");
  await expect(typed).toHaveAccessibleDescription(/Enter the code/);
  await typed.fill(app.generate({ timestamp: confirmedAt }));
  await page.keyboard.press("Enter");
  await expect(typed).toHaveAccessibleDescription(/already used/);
  // The app's next code: the server accepts a clock that is 30 seconds ahead.
  await typed.fill(app.generate({ timestamp: confirmedAt + STEP_MS }));
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${settings}`);

  await signOut();
  await typed.fill(recoveryCodes[0] ?? "");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${settings}`);
  await expect(panel).toContainText("9 recovery codes left");
  await panel.getByRole("button", { name: "Turn off" }).click();
  await expect(panel.getByRole("button", { name: "Set up" })).toBeVisible();

  await context.clearCookies();
  await page.goto("/sign-in/code");
  await expect(page).toHaveURL(/\/sign-in$/);
  await typeSignIn(page, email);
  await page.waitForURL(`**/m/${merchantId}`);
  await context.close();
});

import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";

// The browser would say these in its own language, whatever the page speaks.

test("what a field lacks is said beside it in the page's language, the first one gets the focus, and what is mended is said no longer", async ({
  openAs,
  query,
}) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  // A browser that speaks English, a page that speaks German.
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });
  await page.context().addCookies([{ name: "mooring-locale", value: "de", url: new URL(process.env["E2E_URL"] ?? "").origin }]);
  await page.goto(`/m/${merchant?.["id"]}/settings`);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  const panel = page.locator("form").filter({ has: page.locator("[name=current]") });
  const [current, next] = [panel.locator("[name=current]"), panel.locator("[name=next]")];
  await panel.locator("[type=submit]").press("Enter");
  await expect(current).toBeFocused();
  await expect(current).toHaveAccessibleDescription("Geben Sie Ihr Passwort ein.");
  await expect(next).toHaveAccessibleDescription(/Ein neues Passwort braucht mindestens \d+ Zeichen\./);
  await expect(panel.getByRole("alert")).toHaveCount(2);
  expect(await findFaults(page)).toEqual([]);
  await page.keyboard.type("x");
  await expect(current).not.toHaveAttribute("aria-invalid");
  await expect(panel.getByRole("alert")).toHaveCount(1);
  await next.pressSequentially("short");
  await next.press("Enter");
  await expect(next).toBeFocused();
  await expect(next).toHaveAccessibleDescription(/Geben Sie mindestens \d+ Zeichen ein\./);

  await page.goto(`/m/${merchant?.["id"]}/settings/members`);
  const email = page.locator("[name=email]");
  await email.fill("nobody");
  await email.press("Enter");
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@shop.example.");

  // What a press fills in is mended as well.
  await page.goto(`/m/${merchant?.["id"]}/orders/import`);
  const text = page.locator("textarea");
  await page.locator("main [type=submit]").press("Enter");
  await expect(text).toBeFocused();
  await expect(text).toHaveAccessibleDescription(/^Füllen Sie dieses Feld aus\./);
  await page.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a;b\n1;2\n") });
  await expect(text).toHaveValue(/a;b/);
  await expect(text).not.toHaveAttribute("aria-invalid");
});

test("forms that the server draws say it too: a reason to act, a note, the name of a view", async ({ openAs, query }) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("support");
  await page.goto(`/support/merchants/${merchant?.["id"]}`);
  const reason = page.getByLabel("Reason for acting");
  await reason.fill("ab");
  await reason.press("End");
  // Too short is only what somebody typed.
  await reason.pressSequentially("c");
  await reason.press("Backspace");
  await reason.press("Enter");
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAccessibleDescription(/Enter at least 3 characters\./);
  await page.getByRole("button", { name: "Save note" }).press("Enter");
  const note = page.getByLabel(/For your colleagues/);
  await expect(note).toBeFocused();
  await expect(note).toHaveAccessibleDescription("Fill this in.");
  expect(await findFaults(page)).toEqual([]);
  await page.goto("/support/queue?sort=age");
  await page.getByRole("button", { name: "Save view" }).press("Enter");
  const view = page.getByLabel("Name of this view");
  await expect(view).toBeFocused();
  await expect(view).toHaveAccessibleDescription("Fill this in.");
  expect(await findFaults(page)).toEqual([]);
});

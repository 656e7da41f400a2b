import type { Locator } from "@playwright/test";
import { findFaults } from "@/e2e/support/faults";
import { holdScripts } from "@/e2e/support/hold-scripts";
import { chooseLanguage, expect, test } from "@/e2e/support/test";

// The browser's own messages would be in the browser's language, not the page's.

/** Repeats Enter until the field shows its error: before hydration, the browser shows its own message. */
const enterUntilSaid = (control: Locator, field: Locator, words: string | RegExp): Promise<void> =>
  expect(async () => {
    await control.press("Enter");
    await expect(field).toHaveAccessibleDescription(words, { timeout: 1_000 });
  }).toPass();

test("an invalid field shows its error in the page's language, the first one gets the focus, and a corrected field loses its error", async ({
  openAs,
  product,
  query,
}) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  // An English browser and a German page.
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });
  await chooseLanguage(page, product, "de");
  await page.goto(`/m/${merchant?.["id"]}/settings/security`);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  const panel = page.locator("form").filter({ has: page.locator("[name=current]") });
  const [current, next] = [panel.locator("[name=current]"), panel.locator("[name=next]")];
  await enterUntilSaid(panel.locator("[type=submit]"), current, "Geben Sie Ihr Passwort ein.");
  await expect(current).toBeFocused();
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
  await enterUntilSaid(email, email, "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@shop.example.");
  await expect(email).toBeFocused();

  // Filling the input by a click clears the error, too.
  await page.goto(`/m/${merchant?.["id"]}/orders/import`);
  const text = page.locator("textarea");
  await enterUntilSaid(page.locator("main [type=submit]"), text, /^Füllen Sie dieses Feld aus\./);
  await expect(text).toBeFocused();
  await page.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a;b\n1;2\n") });
  await expect(text).toHaveValue(/a;b/);
  await expect(text).not.toHaveAttribute("aria-invalid");
});

test("forms rendered on the server show field errors too: a staff reason, a note, the name of a view", async ({ openAs, query }) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("support");
  await page.goto(`/support/merchants/${merchant?.["id"]}`);
  const reason = page.getByLabel("Reason for acting");
  await reason.fill("ab");
  await reason.press("End");
  // Only typed text can be too short.
  await reason.pressSequentially("c");
  await reason.press("Backspace");
  await enterUntilSaid(reason, reason, /Enter at least 3 characters\./);
  await expect(reason).toBeFocused();
  // The server trims blanks, so they are no reason.
  await reason.fill("    ");
  await reason.press("Enter");
  await expect(reason).toHaveAccessibleDescription(/Required\./);
  await reason.fill("  a   ");
  await reason.press("Enter");
  await expect(reason).toHaveAccessibleDescription(/Enter at least 3 characters\./);
  await page.getByRole("button", { name: "Save note" }).press("Enter");
  const note = page.getByLabel(/For your colleagues/);
  await expect(note).toBeFocused();
  await expect(note).toHaveAccessibleDescription("Required.");
  await note.fill("x");
  await expect(note).not.toHaveAttribute("aria-invalid");
  await note.fill(" \n\u200b ");
  await page.getByRole("button", { name: "Save note" }).press("Enter");
  await expect(note).toHaveAccessibleDescription("Required.");
  expect(await findFaults(page)).toEqual([]);
  await page.goto("/support/queue?sort=age");
  const view = page.getByLabel("Name of this view");
  await enterUntilSaid(page.getByRole("button", { name: "Save view" }), view, "Required.");
  await expect(view).toBeFocused();
  await view.fill("   ");
  await view.press("Enter");
  await expect(view).toHaveAccessibleDescription("Required.");
  expect(await findFaults(page)).toEqual([]);
  await page.goto("/support/fleet/bulk?shopSystem=woocommerce");
  const why = page.locator("[name=reason]");
  await why.fill("   ");
  await enterUntilSaid(why, why, /Required\./);
  await expect(why).toBeFocused();
});

test("a view cannot be named with blanks", async ({ openAs, query }) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("merchant");
  await page.goto(`/m/${merchant?.["id"]}/integrations?shopSystem=magento`);
  const name = page.getByLabel("Name of this view");
  await name.fill("   ");
  await name.press("Enter");
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("Required.");
});

test("blanks submitted before scripts run count as empty, and the page stays", async ({ openAs, query, browser, product }) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const signedIn = await openAs("support");
  const state = await signedIn.context().storageState();
  const context = await browser.newContext({ storageState: state, baseURL: product.url });
  const page = await context.newPage();
  (await holdScripts(page)).hold();
  const counts = () =>
    query(
      "select (select count(*)::int from merchant_note) as notes, (select count(*)::int from support_visit) as visits, (select count(*)::int from saved_view) as views",
    );
  const before = await counts();
  for (const [path, field, value] of [
    [`/support/merchants/${merchant?.["id"]}`, "[name=text]", " \n "],
    [`/support/merchants/${merchant?.["id"]}`, "[name=reason]", "     "],
    ["/support/queue?sort=age", "[name=name]", "   "],
    ["/support/fleet/bulk?shopSystem=woocommerce", "[name=reason]", "    "],
  ] as const) {
    await page.goto(path, { waitUntil: "commit" });
    const heading = await page.getByRole("heading", { level: 1 }).textContent();
    await page.locator(field).fill(value);
    await page
      .locator("form")
      .filter({ has: page.locator(field) })
      .locator("[type=submit]")
      .click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading ?? "");
    expect(new URL(page.url()).pathname).toBe(new URL(path, page.url()).pathname);
  }
  expect(await counts()).toEqual(before);
  await context.close();
});

import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { mailedPath, makeNewcomer, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";

const INVITATION_PATH = /\/invitation\/[\w-]{43}/;
const CHOSEN = "quiet water 1953";

test("an owner invites a new user by mail, who signs up and joins, is made an owner and is removed: by keyboard alone", async ({
  browser,
  baseURL,
  query,
}) => {
  const { email, merchantId } = await makeNewcomer(query, "Olga");
  const guest = `guest-${Date.now()}@demo.example`;
  const options = { ...(baseURL ? { baseURL } : {}), locale: "en-GB" };
  const [owners, guests] = await Promise.all([browser.newContext(options), browser.newContext(options)]);
  const [page, other] = await Promise.all([owners.newPage(), guests.newPage()]);
  await page.goto("/sign-in");
  await typeSignIn(page, email);
  await page.waitForURL(`**/m/${merchantId}`);
  await page.goto(`/m/${merchantId}/settings`);
  await page.getByRole("link", { name: "Members", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  const people = page.getByRole("region", { name: "People" });
  await expect(people).toContainText("The only owner");

  const invitations = page.getByRole("region", { name: "Invitations" });
  await tabTo(page, invitations.getByLabel("E-mail address"));
  await page.keyboard.type(guest);
  await page.keyboard.press("Enter");
  await expect(invitations.getByRole("listitem")).toContainText(guest);
  await expect(invitations.getByRole("listitem")).toContainText(/Sent .* valid until/);
  expect(await findFaults(page)).toEqual([]);
  // Refused input stays in the form; submitted input is cleared.
  const [address, role] = [invitations.getByLabel("E-mail address"), invitations.getByLabel("Role")];
  await expect(address).toHaveValue("");
  await role.selectOption({ label: "Owner" });
  await address.fill(email);
  await address.press("Enter");
  await expect(page.getByText("This person is already a member.")).toBeVisible();
  await expect(invitations.getByRole("button", { name: "Invite" })).not.toHaveAttribute("aria-disabled");
  await expect(address).toHaveValue(email);
  await expect(role.locator("option:checked")).toHaveText("Owner");

  const path = await mailedPath(query, guest, INVITATION_PATH);
  await other.goto(path);
  await expect(other.getByRole("heading", { name: "Join Olga B.V." })).toBeVisible();
  expect(await findFaults(other)).toEqual([]);
  await expect(other.getByLabel("Your name")).toBeFocused();
  await other.keyboard.type("Gus");
  await tabTo(other, other.getByLabel("Password", { exact: true }));
  await other.keyboard.type(CHOSEN);
  await other.keyboard.press("Enter");
  await other.waitForURL(`**/m/${merchantId}`);
  await other.goto(`/m/${merchantId}/settings/members`);
  await expect(other.getByText("Owners invite and remove members.")).toBeVisible();
  await expect(other.getByRole("button", { name: /Remove|Invite/ })).toHaveCount(0);
  expect(await findFaults(other)).toEqual([]);

  await page.reload();
  const row = people.getByRole("listitem").filter({ hasText: guest });
  await tabTo(page, row.getByRole("button", { name: "Make owner: Gus" }));
  await page.keyboard.press("Enter");
  await expect(row.getByText("Owner", { exact: true })).toBeVisible();
  await row.getByRole("button", { name: "Make member: Gus" }).click();
  await expect(row.getByText("Member", { exact: true })).toBeVisible();
  await row.getByRole("button", { name: "Make viewer: Gus" }).click();
  await expect(row.getByText("Viewer", { exact: true })).toBeVisible();
  await other.goto(`/m/${merchantId}/integrations`);
  await expect(other.getByRole("complementary", { name: "View only" })).toContainText("You are a viewer");
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(other.getByRole("link", { name: "Connect a shop" })).toHaveCount(0);
  expect(await findFaults(other)).toEqual([]);
  // Their own mails stay their own choice.
  await other.goto(`/m/${merchantId}/settings/notifications`);
  await other.getByRole("checkbox", { name: "Send me e-mails" }).click();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Saved", { exact: false }).first()).toBeVisible();
  await row.getByRole("button", { name: "Remove Gus" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(people.getByText(guest)).toHaveCount(0);
  await other.goto(`/m/${merchantId}`);
  await expect(other.getByText("Olga B.V.")).toHaveCount(0);
  await page.goto(`/m/${merchantId}/settings/audit`);
  await expect(page.getByRole("list", { name: "Entries, newest first" })).toContainText(`Member removed · ${guest}`);
  await owners.close();
  await guests.close();
});

test("an invitation waits for the account it was sent to, is resent and withdrawn: on a phone, in German", async ({
  browser,
  baseURL,
  query,
}) => {
  const [owner, guest] = [await makeNewcomer(query, "Otto"), await makeNewcomer(query, "Gerda")];
  const options = { ...(baseURL ? { baseURL } : {}), locale: "de-DE", colorScheme: "dark" as const, viewport: { width: 360, height: 740 } };
  const [owners, guests] = await Promise.all([browser.newContext(options), browser.newContext(options)]);
  const [page, other] = await Promise.all([owners.newPage(), guests.newPage()]);
  await page.goto("/sign-in");
  await typeSignIn(page, owner.email);
  await page.waitForURL(`**/m/${owner.merchantId}`);
  await page.goto(`/m/${owner.merchantId}/settings/members`);
  const invitations = page.getByRole("region", { name: "Einladungen" });
  const invite = async (): Promise<void> => {
    await invitations.getByLabel("E-Mail-Adresse").fill(guest.email);
    await invitations.getByRole("combobox", { name: "Rolle" }).selectOption("Inhaber");
    await invitations.getByRole("button", { name: "Einladen" }).click();
    await expect(invitations.getByRole("listitem")).toContainText("gültig bis");
  };
  await invite();
  expect(await findFaults(page)).toEqual([]);
  const first = await mailedPath(query, guest.email, INVITATION_PATH);

  await other.goto(first);
  await other.getByRole("link", { name: "Anmelden" }).click();
  await typeSignIn(other, guest.email);
  await expect(other.getByRole("button", { name: "Einladung annehmen" })).toBeVisible();
  expect(await findFaults(other)).toEqual([]);

  await invitations.getByRole("button", { name: "Erneut senden" }).click();
  await expect.poll(() => mailedPath(query, guest.email, INVITATION_PATH)).not.toBe(first);
  const second = await mailedPath(query, guest.email, INVITATION_PATH);
  await other.goto(first);
  await expect(other.getByRole("heading", { name: "Diese Einladung funktioniert nicht mehr" })).toBeVisible();
  // Until the mail is sent the line has another length, and content below would move away under the pointer.
  await expect(invitations.getByRole("listitem")).toContainText("gültig bis");
  const withdraw = invitations.getByRole("button", { name: "Zurückziehen" });
  await withdraw.click();
  await expect(withdraw).toContainText("Bestätigen");
  await withdraw.click({ delay: 50 });
  await expect(invitations).toContainText("Keine offenen Einladungen.");
  await other.goto(second);
  await expect(other.getByRole("heading", { name: "Diese Einladung funktioniert nicht mehr" })).toBeVisible();

  await invite();
  await expect.poll(() => mailedPath(query, guest.email, INVITATION_PATH)).not.toBe(second);
  await other.goto(await mailedPath(query, guest.email, INVITATION_PATH));
  await other.getByRole("button", { name: "Einladung annehmen" }).click();
  await other.waitForURL(`**/m/${owner.merchantId}`);
  await owners.close();
  await guests.close();
});

test("a member leaves the merchant after a confirmation: on a phone, in German", async ({ browser, baseURL, query }) => {
  const [owner, member] = [await makeNewcomer(query, "Olaf"), await makeNewcomer(query, "Mia")];
  await query("insert into membership (merchant_id, person_id) select $1, id from person where email = $2", [
    owner.merchantId,
    member.email,
  ]);
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "de-DE", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await typeSignIn(page, member.email);
  await page.waitForURL("**/m/**");
  await page.goto(`/m/${owner.merchantId}/settings/members`);
  await expect(page.getByText("Wer austritt, kommt nur zurück, wenn ein Inhaber erneut einlädt.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  const leave = page.getByRole("button", { name: "Austreten" });
  await expect(leave).toHaveCount(1);
  await leave.click();
  await expect(leave).toContainText("Bestätigen");
  await leave.click({ delay: 50 });
  await page.waitForURL(`**/m/${member.merchantId}`);
  const gone = await page.goto(`/m/${owner.merchantId}`);
  expect(gone?.status()).toBe(404);
  await context.close();
});

import { randomUUID } from "node:crypto";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { findFaults } from "@/e2e/support/faults";
import { mailedPath, makeNewcomer, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";

test("an owner proves who they are before inviting, and another owner freezes the change by a mailed link, without signing in", async ({
  browser,
  baseURL,
  query,
}) => {
  const { email, merchantId } = await makeNewcomer(query, "Oskar");
  const partner = `partner-${randomUUID()}@demo.example`;
  const [{ id = "" } = {}] = await query("insert into person (id, email, name, password_hash) values ($1, $2, 'Paula', '-') returning id", [
    randomUUID(),
    partner,
  ]);
  await query("insert into membership (merchant_id, person_id, role) values ($1, $2, 'owner')", [merchantId, id]);
  const options = { ...(baseURL ? { baseURL } : {}), locale: "en-GB" };
  const [owners, partners] = await Promise.all([browser.newContext(options), browser.newContext(options)]);
  const [page, other] = await Promise.all([owners.newPage(), partners.newPage()]);
  await page.goto("/sign-in");
  await typeSignIn(page, email);
  await page.waitForURL(`**/m/${merchantId}`);
  await query("update session set proven_at = now() - interval '1 hour' where person_id = (select id from person where email = $1)", [
    email,
  ]);
  await page.goto(`/m/${merchantId}/settings/members`);
  const invitations = page.getByRole("region", { name: "Invitations" });
  const invite = async (address: string) => {
    await invitations.getByLabel("E-mail address").fill(address);
    await page.keyboard.press("Enter");
  };
  await invite("guest@demo.example");
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByLabel("Current password").fill(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(invitations.getByRole("listitem")).toContainText("guest@demo.example");

  await other.goto(await mailedPath(query, partner, /\/freeze\/[\w-]{43}/));
  await expect(other.getByText("guest@demo.example")).toBeVisible();
  expect(await findFaults(other)).toEqual([]);
  await other.getByRole("button", { name: "Freeze for 24 hours" }).click();
  await expect(other.getByRole("status")).toContainText("are frozen until");
  expect(await findFaults(other)).toEqual([]);

  await page.reload();
  await expect(invitations.getByRole("listitem")).toHaveCount(0);
  await invite("second@demo.example");
  await expect(page.getByText("An owner has frozen such changes for 24 hours.")).toBeVisible();
  await other.getByRole("button", { name: "End the freeze now" }).click();
  await expect(other.getByRole("status")).toContainText("This freeze has ended.");
  await invite("second@demo.example");
  await expect(invitations.getByRole("listitem")).toContainText("second@demo.example");
  await owners.close();
  await partners.close();
});

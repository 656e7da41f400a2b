import { expect, type Page } from "@playwright/test";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

export type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** A new user with the demo's password and their own merchant, so that a scenario affects no other one. */
export async function makeNewcomer(query: Query, name: string): Promise<{ email: string; merchantId: string }> {
  const email = `${name.toLowerCase()}-${Date.now()}@demo.example`;
  const [person] = await query(
    `insert into person (id, email, name, password_hash)
     select gen_random_uuid(), $1, $2, password_hash from person where email = $3 returning id`,
    [email, name, DEMO_SIGN_INS.merchant.email],
  );
  const [merchant] = await query("insert into merchant (id, name) values (gen_random_uuid(), $1) returning id", [`${name} B.V.`]);
  await query("insert into membership (merchant_id, person_id, role) values ($1, $2, 'owner')", [merchant?.["id"], person?.["id"]]);
  return { email, merchantId: String(merchant?.["id"]) };
}

/** Another member of support staff, with the demo's password. */
export async function makeStaff(query: Query, name: string): Promise<string> {
  const email = `${name.toLowerCase()}-${Date.now()}@demo.example`;
  await query(
    `insert into person (id, email, name, password_hash, staff_role)
     select gen_random_uuid(), $1, $2, password_hash, staff_role from person where email = $3`,
    [email, name, DEMO_SIGN_INS.support.email],
  );
  return email;
}

/** Fills in and submits the sign-in form, wherever it leads then. */
export async function typeSignIn(page: Page, email: string, password: string = DEMO_PASSWORD): Promise<void> {
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="email"]) button[type="submit"]').click();
}

/** The matching path in the newest mail to the address that contains one. */
export async function mailedPath(query: Query, email: string, path: RegExp): Promise<string> {
  let found = "";
  await expect(async () => {
    const mails = await query("select text from captured_mail where recipient = $1 order by at desc", [email]);
    found = mails.map(({ text }) => path.exec(String(text))?.[0] ?? "").find((one) => one !== "") ?? "";
    expect(found).not.toBe("");
  }).toPass({ timeout: 20_000 });
  return found;
}

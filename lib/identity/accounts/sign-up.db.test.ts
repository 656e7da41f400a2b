import { beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { signUp } from "@/lib/identity/accounts/mutations";
import { createAccount, requestSignUp } from "@/lib/identity/auth/actions";
import { findLinkEmail } from "@/lib/identity/auth/data";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { requestLink, startSession } from "@/lib/identity/auth/mutations";
import { currentPerson } from "@/lib/identity/auth/session";
import { inPlatform } from "@/lib/infra/db";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const PASSWORD = "correct horse battery";
const browser = { address: "192.0.2.9", userAgent: "Test", locale: null };
const newcomer = { name: "Ada", merchant: "Ada's shop", password: PASSWORD, timeZone: "Europe/Lisbon" };
let counter = 0;
const newAddress = (): string => {
  counter += 1;
  return `newcomer-${counter}@example.com`;
};

const form = (entries: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
};
const ask = (email: string) => requestSignUp(NEW_FORM, form({ email }));
const newestMail = (email: string) =>
  inPlatform((tx) => tx.capturedMail.findFirst({ where: { recipient: email }, orderBy: { at: "desc" } }));

/** Requests an account and reads the mail. */
async function mailedLink(email: string): Promise<string> {
  expect(await ask(email)).toMatchObject({ isMailed: true, error: null });
  await deliverAccountMails(jobPlatformScope("account-mails"));
  return /\/sign-up\/([\w-]{43})/.exec((await newestMail(email))?.text ?? "")?.[1] ?? "";
}
const counts = () =>
  inPlatform(async (tx) => [await tx.person.count(), await tx.merchant.count(), await tx.membership.count(), await tx.session.count()]);

beforeEach(() => asBrowser(null));

describe("signing up", () => {
  test("creates nothing before a mailed link proves the address", async () => {
    const before = await counts();
    const token = await mailedLink(newAddress());
    expect(token).not.toBe("");
    expect(await counts()).toEqual(before);
  });

  test("creates an account and a merchant it owns, audits both, and signs the user in", async () => {
    const email = newAddress();
    const token = await mailedLink(email);
    expect(await createAccount(token, NEW_FORM, form({ name: "", merchant: " ", password: "short" }))).toEqual({
      typed: { name: "", merchant: " ", timeZone: "" },
      fields: { name: "name_missing", merchant: "merchant_missing", password: "password_too_short" },
      error: null,
    });
    const left = await createAccount(token, NEW_FORM, form(newcomer)).catch((error: unknown) => error);
    const person = await currentPerson();
    expect(person).toMatchObject({ email, name: "Ada", isStaff: false, timeZone: "Europe/Lisbon" });
    const memberships = await inPlatform((tx) =>
      tx.membership.findMany({ where: { personId: person?.personId ?? "" }, include: { merchant: true } }),
    );
    expect(memberships).toMatchObject([{ role: "owner", merchant: { name: "Ada's shop", timeZone: "Europe/Lisbon" } }]);
    const merchantId = memberships[0]?.merchantId ?? "";
    expect(wayOut(left)).toBe(`redirect:/m/${merchantId}`);
    const log = await inPlatform((tx) => tx.auditEvent.findMany({ where: { merchantId } }));
    expect(log).toMatchObject([{ action: "merchant_made", actor: { kind: "member", personId: person?.personId } }]);
    expect((await startSession({ email, password: PASSWORD }, browser, new Date())).ok).toBe(true);
  });

  test("responds alike for known and unknown addresses; only the mail reveals an existing account", async () => {
    const email = newAddress();
    await signUp(await mailedLink(email), newcomer, browser, new Date());
    const [known, unknown] = [await ask(email), await ask(newAddress())];
    expect({ ...known, typed: {} }).toEqual({ ...unknown, typed: {} });
    await deliverAccountMails(jobPlatformScope("account-mails"));
    expect(await newestMail(email)).toMatchObject({ subject: "You already have an account" });
    expect((await newestMail(email))?.text).not.toContain("/sign-up/");
  });

  test("sends the mail in the language of the requesting browser", async () => {
    const email = newAddress();
    await requestLink("sign_up", email, { ...browser, locale: "de" }, new Date());
    await deliverAccountMails(jobPlatformScope("account-mails"));
    expect((await newestMail(email))?.subject).toBe("Bestätigen Sie Ihre Adresse");
  });

  test("uses the default time zone if the browser reports no valid one", async () => {
    const email = newAddress();
    const token = await mailedLink(email);
    const odd = { ...newcomer, timeZone: "Nowhere/At all" };
    await createAccount(token, NEW_FORM, form(odd)).catch(() => null);
    expect(await currentPerson()).toMatchObject({ email, timeZone: "Europe/Amsterdam" });
  });

  test("is refused from another site", async () => {
    const token = await mailedLink(newAddress());
    await asBrowser(null, "https://evil.example");
    const before = await counts();
    const state = await createAccount(token, NEW_FORM, form(newcomer));
    expect(state.error?.code).toBe("foreign_origin");
    expect((await ask(newAddress())).error?.code).toBe("foreign_origin");
    expect(await counts()).toEqual(before);
  });
});

describe("its link", () => {
  test("works once, even for concurrent requests", async () => {
    const token = await mailedLink(newAddress());
    const [people, merchants] = await counts();
    const outcomes = await Promise.all([1, 2].map(() => signUp(token, newcomer, browser, new Date())));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await counts()).slice(0, 2)).toEqual([Number(people) + 1, Number(merchants) + 1]);
    expect(await signUp(token, newcomer, browser, new Date())).toEqual({ ok: false, reason: "link_dead" });
  });

  test("is valid for a day, and cannot set the password of an account created in the meantime", async () => {
    const email = newAddress();
    const token = await mailedLink(email);
    const late = new Date(Date.now() + DAY_MS);
    expect(await findLinkEmail("sign_up", token, late)).toBeNull();
    expect(await signUp(token, newcomer, browser, late)).toEqual({ ok: false, reason: "link_dead" });
    expect(await findLinkEmail("password_reset", token, new Date())).toBeNull();
    await inPlatform((tx) => tx.person.create({ data: { email, name: "Other", passwordHash: "none" } }));
    expect(await signUp(token, newcomer, browser, new Date())).toEqual({ ok: false, reason: "account_exists" });
    expect(await inPlatform((tx) => tx.person.findUnique({ where: { email } }))).toMatchObject({ name: "Other", passwordHash: "none" });
  });
});

import { beforeAll, expect, test, vi } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { findSessionPerson } from "@/lib/identity/auth/data";
import { confirmEmailChange, findEmailChange, requestEmailChange } from "@/lib/identity/auth/email-change";
import { startSession } from "@/lib/identity/auth/mutations";
import { hashPassword } from "@/lib/identity/auth/password";
import { inPlatform } from "@/lib/infra/db";
import { deliverAccountMails } from "@/lib/notify/account-mails";

vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const PASSWORD = "correct horse battery";
let passwordHash: string;
let counter = 0;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

const emailOf = (personId: string) => inPlatform(async (tx) => (await tx.person.findUniqueOrThrow({ where: { id: personId } })).email);
const confirm = (token: string) => confirmEmailChange(token, "192.0.2.1", new Date());

async function signedIn() {
  counter += 1;
  const email = `old-${counter}@example.com`;
  const { id } = await inPlatform((tx) => tx.person.create({ data: { email, name: "Person", passwordHash } }));
  const browser = { address: `2001:db8:${counter}::1`, userAgent: null, locale: null };
  const started = await startSession({ email, password: PASSWORD }, browser, new Date());
  if (!started.ok) throw new Error(started.reason.code);
  return { personId: id, name: "Person", email, isStaff: false, sessionId: started.value.sessionId };
}

/** The tokens mailed to the addresses; empty if none were. */
async function linksTo(...addresses: string[]): Promise<string[]> {
  while ((await deliverAccountMails(jobPlatformScope("account-mails"))) > 0);
  return Promise.all(
    addresses.map(async (recipient) => {
      const mails = await inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient }, orderBy: { at: "desc" } }));
      return mails.map(({ text }) => /\/confirm-email\/([\w-]{43})/.exec(text)?.[1]).find((found) => found !== undefined) ?? "";
    }),
  );
}

test.each(["old first", "new first"])(
  "the address changes once both addresses have confirmed, %s, and every session ends",
  async (order) => {
    const person = await signedIn();
    const next = `new-${counter}@example.com`;
    expect(await requestEmailChange(person, next, new Date())).toEqual({ ok: true, value: true });
    const links = await linksTo(person.email, next);
    const [first = "", second = ""] = order === "old first" ? links : links.toReversed();
    expect(await findEmailChange(first, new Date())).toEqual({ newEmail: next });
    expect(await confirm(first)).toEqual({ ok: true, value: "waiting" });
    expect(await confirm(first), "a link works once").toEqual({ ok: false, reason: "link_dead" });
    expect(await emailOf(person.personId)).toBe(person.email);
    expect(await confirm(second)).toEqual({ ok: true, value: "changed" });
    expect(await emailOf(person.personId)).toBe(next);
    expect(await findSessionPerson(person.sessionId, new Date())).toBeNull();
    await linksTo();
    const told = await inPlatform((tx) => tx.capturedMail.findMany({ where: { subject: "Your e-mail address was changed" } }));
    expect(told.map(({ recipient }) => recipient)).toEqual(expect.arrayContaining([person.email, next]));
  },
);

test("both links expire after a day, and a newer request invalidates them", async () => {
  const person = await signedIn();
  await requestEmailChange(person, `first-${counter}@example.com`, new Date());
  const [old = ""] = await linksTo(person.email);
  const tomorrow = new Date(Date.now() + 25 * 3_600_000);
  expect(await confirmEmailChange(old, null, tomorrow)).toEqual({ ok: false, reason: "link_dead" });
  await requestEmailChange(person, `second-${counter}@example.com`, new Date());
  expect(await confirm(old)).toEqual({ ok: false, reason: "link_dead" });
  expect(await emailOf(person.personId)).toBe(person.email);
});

test("an address of another account is never taken over, and the response does not reveal it", async () => {
  const [person, other] = [await signedIn(), await signedIn()];
  expect(await requestEmailChange(person, other.email, new Date())).toEqual({ ok: true, value: true });
  expect(await linksTo(person.email, other.email)).toEqual([expect.stringMatching(/./), ""]);
  const next = `late-${counter}@example.com`;
  await requestEmailChange(person, next, new Date());
  const [old = "", fresh = ""] = await linksTo(person.email, next);
  await inPlatform((tx) => tx.person.update({ where: { id: other.personId }, data: { email: next } }));
  await confirm(old);
  expect(await confirm(fresh)).toEqual({ ok: false, reason: "email_taken" });
  expect(await emailOf(person.personId)).toBe(person.email);
});

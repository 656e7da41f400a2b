import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { chooseNewPassword, requestReset } from "@/lib/identity/auth/actions";
import { findLinkEmail, findSessionPerson } from "@/lib/identity/auth/data";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { requestLink, resetPassword, startSession } from "@/lib/identity/auth/mutations";
import { hashPassword } from "@/lib/identity/auth/password";
import { currentPerson } from "@/lib/identity/auth/session";
import { KNOWN_FAILURES, MAILS_PER_ADDRESS, MAILS_PER_EMAIL } from "@/lib/identity/auth/sign-in-limits";
import { choosePassword } from "@/lib/identity/auth/sign-in-method-actions";
import { browserCookieName, sessionCookieName } from "@/lib/identity/auth/token";
import { inPlatform } from "@/lib/infra/db";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const PASSWORD = "correct horse battery";
const CHOSEN = "another horse battery";
let passwordHash: string;
let counter = 0;

async function makePerson(): Promise<{ email: string; personId: string }> {
  counter += 1;
  const email = `person-${counter}@example.com`;
  const { id } = await inPlatform((tx) => tx.person.create({ data: { email, name: "Person", passwordHash } }));
  return { email, personId: id };
}

/** A browser with an unused IP address. */
const browser = () => {
  counter += 1;
  return { address: `2001:db8:${counter.toString(16)}::1`, userAgent: "Test", locale: null };
};

async function signedIn(email: string, password = PASSWORD): Promise<string> {
  const started = await startSession({ email, password }, browser(), new Date());
  if (!started.ok) throw new Error(started.reason.code);
  return started.value.sessionId;
}
const lives = async (sessionId: string): Promise<boolean> => (await findSessionPerson(sessionId, new Date())) !== null;
const signsIn = async (email: string, password: string): Promise<boolean> =>
  (await startSession({ email, password }, browser(), new Date())).ok;

const deliver = () => deliverAccountMails(jobPlatformScope("account-mails"));
/** Mails to the address, without sign-in reports. */
const mailsTo = (email: string) =>
  inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: email, subject: { not: "New sign-in" } }, orderBy: { at: "asc" } }));
const linkIn = (text: string): string => /\/reset-password\/([\w-]{43})/.exec(text)?.[1] ?? "";

/** Requests a link and reads it from the mail. */
async function mailedLink(email: string): Promise<string> {
  expect(await requestLink("password_reset", email, browser(), new Date())).toEqual({ ok: true, value: true });
  await deliver();
  return linkIn((await mailsTo(email)).at(-1)?.text ?? "");
}

const form = (entries: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
};
const platformEvents = (personId: string) =>
  inPlatform((tx) => tx.platformEvent.findMany({ where: { actor: { path: ["personId"], equals: personId } }, orderBy: { at: "asc" } }));

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => asBrowser(null));

describe("changing the password", () => {
  const change = (current: string, next: string) => choosePassword(form({ current, next }));

  test("requires the old one, ends all other sessions and every copy of this one, is audited and notified by mail", async () => {
    const { email, personId } = await makePerson();
    const [own, other] = [await signedIn(email), await signedIn(email)];
    await asBrowser(own);
    expect(await change("wrong", CHOSEN)).toEqual({ ok: false, code: "input_invalid", fields: { current: "password_wrong" } });
    expect(await lives(other)).toBe(true);
    expect(await change(PASSWORD, CHOSEN)).toEqual({ ok: true, value: { endedSessions: 1 } });
    expect(await currentPerson(), "this browser's cookie names the session's new id").toMatchObject({ personId });
    expect([await lives(own), await lives(other)]).toEqual([false, false]);
    expect([await signsIn(email, PASSWORD), await signsIn(email, CHOSEN)]).toEqual([false, true]);
    const written = await platformEvents(personId);
    expect(written.find(({ action }) => action === "password_changed")?.details).toEqual({ endedSessions: 1 });
    expect(JSON.stringify(written)).not.toContain(CHOSEN);
    await deliver();
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(["Your password was changed"]);
  });

  test("reports invalid input before comparing passwords", async () => {
    const { email } = await makePerson();
    await asBrowser(await signedIn(email));
    expect(await change("", "short")).toMatchObject({ ok: false, fields: { current: "password_missing", next: "password_too_short" } });
  });

  test("is limited like sign-in", async () => {
    const { email } = await makePerson();
    await asBrowser(await signedIn(email));
    for (let index = 0; index < KNOWN_FAILURES; index += 1) expect(await change("wrong", CHOSEN)).toMatchObject({ code: "input_invalid" });
    expect(await change(PASSWORD, CHOSEN)).toEqual({ ok: false, code: "too_many_tries" });
    expect(await signsIn(email, PASSWORD)).toBe(true);
  });

  test("invalidates links that were sent before", async () => {
    const { email } = await makePerson();
    const token = await mailedLink(email);
    await asBrowser(await signedIn(email));
    expect((await change(PASSWORD, CHOSEN)).ok).toBe(true);
    expect(await findLinkEmail("password_reset", token, new Date())).toBeNull();
  });
});

test("a sign-in with the old password that overlaps the change starts no session", async () => {
  const { email, personId } = await makePerson();
  const token = await mailedLink(email);
  const hash = await hashPassword(CHOSEN);
  let late: ReturnType<typeof startSession> | undefined;
  // Holds the row lock of the reset until the sign-in waits for it.
  await inPlatform(async (tx) => {
    await tx.person.update({ where: { id: personId }, data: { passwordHash: hash } });
    late = startSession({ email, password: PASSWORD }, browser(), new Date());
    await vi.waitFor(async () => {
      const [row] = await tx.$queryRaw<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`;
      expect(row?.waiting).toBe(1);
    }, 60_000);
  });
  expect(await late).toEqual({ ok: false, reason: { code: "credentials_wrong" } });
  expect((await resetPassword({ token, password: CHOSEN }, browser(), new Date())).ok).toBe(true);
});

describe("a forgotten password", () => {
  test("is reset with a mailed link, which ends every session, signs this browser in, and is audited and notified", async () => {
    const { email, personId } = await makePerson();
    const before = await signedIn(email);
    const token = await mailedLink(email);
    const cookies = await asBrowser(null);
    const left = await chooseNewPassword(token, NEW_FORM, form({ password: CHOSEN })).catch((error: unknown) => error);
    expect(wayOut(left)).toBe("redirect:/");
    expect([...cookies.keys()].sort()).toEqual([browserCookieName(), sessionCookieName()].sort());
    expect(await currentPerson()).toMatchObject({ personId });
    expect(await lives(before)).toBe(false);
    expect([await signsIn(email, PASSWORD), await signsIn(email, CHOSEN)]).toEqual([false, true]);
    expect((await platformEvents(personId)).map(({ action }) => action)).toContain("password_reset");
    await deliver();
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(["Choose a new password", "Your password was changed"]);
  });

  test("has the same response and does the same work for known and unknown addresses", async () => {
    const { email } = await makePerson();
    const ask = async (address: string) => {
      const { typed, ...state } = await requestReset(NEW_FORM, form({ email: address }));
      expect(typed).toEqual({ email: address });
      return state;
    };
    expect(await ask("nobody@example.com")).toEqual(await ask(email));
    const waiting = await inPlatform((tx) => tx.accountMail.findMany({ where: { subject: { in: ["nobody@example.com", email] } } }));
    expect(waiting).toHaveLength(2);
    await deliver();
    expect([(await mailsTo(email)).length, (await mailsTo("nobody@example.com")).length]).toEqual([1, 0]);
    expect(await inPlatform((tx) => tx.accountMail.count())).toBe(0);
  });

  test("cannot be requested from another site", async () => {
    const { email } = await makePerson();
    await asBrowser(null, "https://evil.example");
    const state = await requestReset(NEW_FORM, form({ email }));
    expect([state.error?.code, state.isMailed]).toEqual(["foreign_origin", undefined]);
    expect(await deliver()).toBe(0);
  });
});

describe("a link", () => {
  test("works once, even for concurrent requests", async () => {
    const { email } = await makePerson();
    const token = await mailedLink(email);
    const outcomes = await Promise.all([1, 2].map(() => resetPassword({ token, password: CHOSEN }, browser(), new Date())));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await resetPassword({ token, password: PASSWORD }, browser(), new Date())).toEqual({ ok: false, reason: "link_dead" });
    expect(await signsIn(email, CHOSEN)).toBe(true);
  });

  test("is not used up by viewing it, and is valid for an hour", async () => {
    const { email } = await makePerson();
    const token = await mailedLink(email);
    const seen = (afterMs: number) => findLinkEmail("password_reset", token, new Date(Date.now() + afterMs));
    expect([await seen(0), await seen(HOUR_MS - 60_000), await seen(HOUR_MS)]).toEqual([email, email, null]);
    const late = await resetPassword({ token, password: CHOSEN }, browser(), new Date(Date.now() + HOUR_MS));
    expect(late).toEqual({ ok: false, reason: "link_dead" });
    expect(await signsIn(email, PASSWORD)).toBe(true);
  });

  test("is invalidated by a newer one", async () => {
    const { email } = await makePerson();
    const older = await mailedLink(email);
    const newer = await mailedLink(email);
    const use = (token: string) => resetPassword({ token, password: CHOSEN }, browser(), new Date());
    expect(await use(older)).toEqual({ ok: false, reason: "link_dead" });
    expect((await use(newer)).ok).toBe(true);
  });

  test("cannot be derived from stored data", async () => {
    const { email } = await makePerson();
    const token = await mailedLink(email);
    const stored = await inPlatform(
      (tx) => tx.$queryRaw<object[]>`select to_jsonb(l) from mailed_link l union all select to_jsonb(m) from account_mail m`,
    );
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(JSON.stringify(stored)).not.toContain(Buffer.from(token, "base64url").toString("hex"));
  });

  test("stays valid after a password that is too short was submitted", async () => {
    const { email } = await makePerson();
    const token = await mailedLink(email);
    expect(await chooseNewPassword(token, NEW_FORM, form({ password: "short" }))).toEqual({
      typed: {},
      fields: { password: "password_too_short" },
      error: null,
    });
    expect(await findLinkEmail("password_reset", token, new Date())).toBe(email);
    for (const odd of ["", "x", `${token}x`, "../../etc"]) expect(await findLinkEmail("password_reset", odd, new Date()), odd).toBeNull();
  });
});

describe("mails requested without an account", () => {
  const codesOf = async (count: number, ask: (index: number) => ReturnType<typeof requestLink>): Promise<string[]> => {
    const codes: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const asked = await ask(index);
      codes.push(asked.ok ? "ok" : asked.reason.code);
    }
    return codes;
  };

  test("are limited per e-mail address, known or not", async () => {
    const { email } = await makePerson();
    for (const address of [email, "nobody-else@example.com"]) {
      const codes = await codesOf(MAILS_PER_EMAIL + 1, () => requestLink("password_reset", address, browser(), new Date()));
      expect(codes).toEqual([...Array(MAILS_PER_EMAIL).fill("ok"), "too_many_tries"]);
    }
  });

  test("of one kind never use up those of another", async () => {
    const { email } = await makePerson();
    const own = browser();
    await codesOf(MAILS_PER_EMAIL + 1, () => requestLink("sign_up", email, own, new Date()));
    await codesOf(MAILS_PER_ADDRESS + 1, (index) => requestLink("sign_up", `spent-${index}@example.com`, own, new Date()));
    for (const kind of ["password_reset", "confirm_browser"] as const)
      expect(await codesOf(1, () => requestLink(kind, email, own, new Date()))).toEqual(["ok"]);
    await inPlatform((tx) => tx.accountMail.deleteMany());
  });

  test("are limited per IP address across recipients", async () => {
    const own = browser();
    const codes = await codesOf(MAILS_PER_ADDRESS + 1, (index) =>
      requestLink("password_reset", `many-${index}@example.com`, own, new Date()),
    );
    expect(codes).toEqual([...Array(MAILS_PER_ADDRESS).fill("ok"), "too_many_tries"]);
  });

  test("are sent once for repeated requests", async () => {
    const { email } = await makePerson();
    for (let index = 0; index < 3; index += 1) await requestLink("password_reset", email, browser(), new Date());
    await Promise.all([deliver(), deliver()]);
    expect(await mailsTo(email)).toHaveLength(1);
  });
});

import { Secret, TOTP } from "otpauth";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { findFactors, findSessionPerson } from "@/lib/identity/auth/data";
import { completeSignIn, requestLink, resetPassword, startSession } from "@/lib/identity/auth/mutations";
import { authOptions } from "@/lib/identity/auth/options";
import { hashPassword } from "@/lib/identity/auth/password";
import { CODES_PER_HOUR } from "@/lib/identity/auth/second-factor";
import { currentPerson } from "@/lib/identity/auth/session";
import {
  beginPasskey,
  beginSecondFactor,
  choosePassword,
  dropPasskey,
  makeRecoveryCodes,
  proveWithPassword,
  switchSecondFactorOff,
  switchSecondFactorOn,
} from "@/lib/identity/auth/sign-in-method-actions";
import { decodePending, decodeSession, encodePending, encodeSession } from "@/lib/identity/auth/token";
import { inPlatform } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
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
let passwordHash: string;
let counter = 0;
/** Simulated time, advanced by 30 seconds for each code. */
let clock = Date.parse("2026-11-26T12:00:00Z");
function later(): Date {
  clock += 30_000;
  return new Date(clock);
}

function browser() {
  counter += 1;
  return { address: `2001:db8:${counter.toString(16)}::1`, userAgent: "Test", locale: null };
}
const form = (entries: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
};
const codeOf = (secret: string, at: Date): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

async function signedInPerson() {
  counter += 1;
  const email = `factor-${counter}@example.com`;
  const { id } = await inPlatform((tx) => tx.person.create({ data: { email, name: "Person", passwordHash } }));
  const started = await startSession({ email, password: PASSWORD }, browser(), later());
  if (!started.ok) throw new Error(started.reason.code);
  await asBrowser(started.value.sessionId);
  return { email, personId: id };
}

/** A person who enabled the second factor in the settings. */
async function personWithFactor() {
  const person = await signedInPerson();
  const begun = await beginSecondFactor({});
  if (!begun.ok) throw new Error(begun.code);
  const { secret } = begun.value;
  vi.setSystemTime(later());
  const confirmed = await switchSecondFactorOn(form({ code: codeOf(secret, new Date()) }));
  if (!confirmed.ok) throw new Error(confirmed.code);
  return { ...person, secret, recoveryCodes: confirmed.value.recoveryCodes };
}

const signIn = (email: string, code?: string, at = later()) =>
  startSession({ email, password: PASSWORD, ...(code === undefined ? {} : { code }) }, browser(), at);
const events = (personId: string) =>
  inPlatform((tx) => tx.platformEvent.findMany({ where: { actor: { path: ["personId"], equals: personId } }, orderBy: { at: "asc" } }));

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(clock);
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => asBrowser(null));

test("no code is required until a first code has confirmed the app", async () => {
  const { email, personId } = await signedInPerson();
  const begun = await beginSecondFactor({});
  if (!begun.ok) throw new Error(begun.code);
  expect(begun.value.picture).toMatch(/^<svg/);
  expect((await signIn(email)).ok).toBe(true);
  expect(await switchSecondFactorOn(form({ code: "000000" }))).toMatchObject({ ok: false, fields: { code: "code_wrong" } });
  expect(await findFactors({ personId })).toMatchObject({ appSince: null });
  vi.setSystemTime(later());
  const code = codeOf(begun.value.secret, new Date());
  const confirmed = await switchSecondFactorOn(form({ code: `${code.slice(0, 3)} ${code.slice(3)}` }));
  expect(confirmed).toMatchObject({ ok: true, value: { recoveryCodes: expect.any(Array) } });
  expect(await signIn(email)).toMatchObject({ ok: false, reason: { code: "code_needed" } });
  const stored = await inPlatform((tx) => tx.secondFactor.findUniqueOrThrow({ where: { personId } }));
  expect(Buffer.from(stored.secret).includes(begun.value.secret)).toBe(false);
});

test("an active second factor must be switched off before it is replaced", async () => {
  const { email, secret } = await personWithFactor();
  expect(await beginSecondFactor({})).toMatchObject({ ok: false, code: "second_factor_on" });
  const at = later();
  expect((await signIn(email, codeOf(secret, at), at)).ok).toBe(true);
});

describe("signing in", () => {
  test("accepts the current code or an adjacent one, once", async () => {
    const { email, secret } = await personWithFactor();
    const at = later();
    expect(await signIn(email, "123456", at)).toEqual({ ok: false, reason: { code: "code_wrong" } });
    const old = new Date(at.getTime() - 90_000);
    expect(await signIn(email, codeOf(secret, old), at)).toEqual({ ok: false, reason: { code: "code_wrong" } });
    const ahead = new Date(at.getTime() + 30_000);
    expect((await signIn(email, codeOf(secret, ahead), at)).ok).toBe(true);
    expect(await signIn(email, codeOf(secret, ahead), ahead)).toEqual({ ok: false, reason: { code: "code_wrong" } });
    expect(await signIn(email, codeOf(secret, at), at)).toEqual({ ok: false, reason: { code: "code_wrong" } });
  });

  test("concurrent sign-ins cannot share one code", async () => {
    const { email, secret } = await personWithFactor();
    const at = later();
    const both = await Promise.all([signIn(email, codeOf(secret, at), at), signIn(email, codeOf(secret, at), at)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("accepts each recovery code once, in any notation", async () => {
    const { email, personId, recoveryCodes } = await personWithFactor();
    const [first = "", second = ""] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    expect((await signIn(email, ` ${first.toUpperCase().replaceAll("-", " ")} `)).ok).toBe(true);
    expect(await signIn(email, first)).toEqual({ ok: false, reason: { code: "code_wrong" } });
    expect((await signIn(email, second)).ok).toBe(true);
    expect(await findFactors({ personId })).toMatchObject({ recoveryCodesLeft: 8 });
  });

  test("refuses every code, even the right one, after too many attempts", async () => {
    const { email, secret } = await personWithFactor();
    for (let index = 0; index < CODES_PER_HOUR; index += 1)
      expect(await signIn(email, "000000")).toMatchObject({ ok: false, reason: { code: "code_wrong" } });
    const at = later();
    expect(await signIn(email, codeOf(secret, at), at)).toMatchObject({ ok: false, reason: { code: "too_many_tries" } });
  });

  test("a wrong password reveals nothing about the second factor", async () => {
    const { email, secret } = await personWithFactor();
    const at = later();
    for (const code of [{}, { code: codeOf(secret, at) }])
      expect(await startSession({ email, password: "wrong", ...code }, browser(), at)).toEqual({
        ok: false,
        reason: { code: "credentials_wrong" },
      });
  });

  test("a pending sign-in ends when the password changes", async () => {
    const { email, personId, secret } = await personWithFactor();
    const waiting = await signIn(email);
    if (waiting.ok || waiting.reason.code !== "code_needed") throw new Error("No code was requested.");
    const { pending } = waiting.reason;
    expect(await decodePending(await encodePending(pending))).toEqual(pending);
    await inPlatform(async (tx) =>
      tx.person.update({ where: { id: personId }, data: { passwordHash: await hashPassword("another one") } }),
    );
    const at = later();
    expect(await completeSignIn(pending, codeOf(secret, at), browser(), at)).toEqual({ ok: false, reason: { code: "credentials_wrong" } });
  });

  test("a pending sign-in is not accepted as a session, nor a session as a pending sign-in", async () => {
    const { personId } = await signedInPerson();
    expect(await decodeSession(await encodePending({ personId, passwordMark: "mark" }))).toBeNull();
    expect(await decodePending(await encodeSession(personId))).toBeNull();
  });

  test("next-auth's own route enforces it", async () => {
    const { email, secret } = await personWithFactor();
    const [provider] = authOptions().providers;
    const authorize = (credentials: Record<string, string>) =>
      (provider as unknown as { options: { authorize: (given: object, request: object) => Promise<unknown> } }).options.authorize(
        credentials,
        {
          headers: {},
        },
      );
    expect(await authorize({ email, password: PASSWORD })).toBeNull();
    vi.setSystemTime(later());
    expect(await authorize({ email, password: PASSWORD, code: codeOf(secret, new Date()) })).toMatchObject({ id: expect.any(String) });
  });
});

test("a password-reset link changes the password but still requires the code", async () => {
  const { email, secret } = await personWithFactor();
  await requestLink("password_reset", email, browser(), new Date());
  while ((await deliverAccountMails(jobPlatformScope("account-mails"))) > 0);
  const mails = await inPlatform((tx) =>
    tx.capturedMail.findMany({ where: { recipient: email, subject: { not: "New sign-in" } }, orderBy: { at: "asc" } }),
  );
  const token = mails.map(({ text }) => /\/reset-password\/([\w-]{43})/.exec(text)?.[1]).find((found) => found !== undefined) ?? "";
  const reset = await resetPassword({ token, password: "another horse battery" }, browser(), new Date());
  if (!reset.ok || !("pending" in reset.value)) throw new Error("A session started without a code.");
  const at = later();
  expect((await completeSignIn(reset.value.pending, codeOf(secret, at), browser(), at)).ok).toBe(true);
});

describe("the settings", () => {
  test("renewing codes or switching off is audited without secrets, mailed, and ends every copy of the session", async () => {
    const { email, personId, secret, recoveryCodes } = await personWithFactor();
    const copied = await currentPerson();
    const renewed = await makeRecoveryCodes({});
    if (!renewed.ok) throw new Error(renewed.code);
    expect(await signIn(email, recoveryCodes[0])).toMatchObject({ ok: false });
    expect((await signIn(email, renewed.value.recoveryCodes[0])).ok).toBe(true);
    expect(await switchSecondFactorOff({})).toMatchObject({ ok: true });
    expect(await findSessionPerson(copied?.sessionId ?? "", new Date())).toBeNull();
    expect(await currentPerson()).toMatchObject({ personId });
    expect((await signIn(email)).ok).toBe(true);
    expect(await findFactors({ personId })).toEqual({ appSince: null, passkeys: [], recoveryCodesLeft: 0 });

    const written = await events(personId);
    expect(written.map(({ action }) => action).filter((action) => action !== "session_started")).toEqual([
      "second_factor_on",
      "recovery_codes_renewed",
      "second_factor_off",
    ]);
    const text = JSON.stringify(written);
    for (const hidden of [secret, ...recoveryCodes, ...renewed.value.recoveryCodes]) expect(text).not.toContain(hidden);
    while ((await deliverAccountMails(jobPlatformScope("account-mails"))) > 0);
    const mails = await inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: email, subject: { not: "New sign-in" } } }));
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      "Two-factor authentication is on",
      "Two-factor authentication was turned off",
    ]);
  });

  test("a recovery code has at least 112 random bits", async () => {
    const { recoveryCodes } = await personWithFactor();
    for (const code of recoveryCodes) expect(code.replaceAll("-", "").length * 5).toBeGreaterThanOrEqual(112);
  });
});

describe("a fresh proof", () => {
  /** Advances past the ten minutes after which a sign-in no longer counts. */
  const wait = () => {
    clock += 11 * 60_000;
    vi.setSystemTime(clock);
  };
  const NEEDED = { ok: false, code: "proof_needed" };

  test("is required for every change of sign-in methods, takes password and code, and replaces the session id", async () => {
    const { secret } = await personWithFactor();
    wait();
    for (const change of [
      () => switchSecondFactorOff({}),
      () => makeRecoveryCodes({}),
      () => beginSecondFactor({}),
      () => beginPasskey({}),
      () => dropPasskey({ id: "any" }),
      () => choosePassword(form({ current: PASSWORD, next: "quiet water 1953" })),
    ])
      expect(await change()).toEqual(NEEDED);
    expect(await proveWithPassword(form({ password: "wrong" }))).toMatchObject({ fields: { password: "password_wrong" } });
    expect(await proveWithPassword(form({ password: PASSWORD })), "the password alone is not enough").toMatchObject({
      fields: { code: "code_missing" },
    });
    expect(await proveWithPassword(form({ password: PASSWORD, code: "000000" }))).toMatchObject({ fields: { code: "code_wrong" } });
    const before = await currentPerson();
    vi.setSystemTime(later());
    expect(await proveWithPassword(form({ password: PASSWORD, code: codeOf(secret, new Date()) }))).toEqual({ ok: true, value: true });
    expect((await currentPerson())?.sessionId).not.toBe(before?.sessionId);
    expect(await findSessionPerson(before?.sessionId ?? "", new Date())).toBeNull();
    expect((await makeRecoveryCodes({})).ok).toBe(true);
    wait();
    expect(await makeRecoveryCodes({})).toEqual(NEEDED);
  });

  test("takes only the password from a user without a second factor", async () => {
    await signedInPerson();
    wait();
    expect(await beginSecondFactor({})).toEqual(NEEDED);
    expect(await proveWithPassword(form({ password: PASSWORD }))).toEqual({ ok: true, value: true });
    expect((await beginSecondFactor({})).ok).toBe(true);
    wait();
    expect((await choosePassword(form({ current: PASSWORD, next: "quiet water 1953" }))).ok).toBe(true);
  });
});

describe("staff without a second factor, where one is required", () => {
  beforeEach(() => {
    env().STAFF_SECOND_FACTOR_FROM = new Date(0);
  });
  afterEach(() => {
    env().STAFF_SECOND_FACTOR_FROM = new Date("2100-01-01");
  });
  const asStaff = async () => {
    const { personId } = await signedInPerson();
    vi.setSystemTime(later());
    await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole: "operator" } }));
    return personId;
  };

  test("have no staff rights until they set one up in the same session", async () => {
    await asStaff();
    expect(await currentPerson()).toMatchObject({ isStaff: false, mustSetUpFactor: true });
    expect(wayOut(await requireStaffScope().catch((error: unknown) => error))).toBe("redirect:/second-factor");
    const begun = await beginSecondFactor({});
    if (!begun.ok) throw new Error(begun.code);
    vi.setSystemTime(later());
    expect((await switchSecondFactorOn(form({ code: codeOf(begun.value.secret, new Date()) }))).ok).toBe(true);
    expect(await currentPerson()).toMatchObject({ isStaff: true, mustSetUpFactor: false });
    expect(await requireStaffScope()).toMatchObject({ actor: { kind: "staff" } });
  });

  test("keep their rights until the operator's deadline", async () => {
    env().STAFF_SECOND_FACTOR_FROM = new Date(clock + 86_400_000);
    await asStaff();
    expect(await currentPerson()).toMatchObject({ isStaff: true, mustSetUpFactor: false });
  });
});

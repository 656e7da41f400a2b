import { createHash } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { whoIs } from "@/lib/identity/accounts/actor";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { type LinkKind, queueAccountMail } from "@/lib/identity/auth/account-mail";
import { forgetBrowsers, knownSecret, rememberBrowser } from "@/lib/identity/auth/known-browsers";
import { mustUseIssuer } from "@/lib/identity/auth/oidc-settings";
import { BUSY_SECONDS, hashNewPassword, orBusy, verifyPassword } from "@/lib/identity/auth/password";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import type { ChangePasswordInput, SignInInput } from "@/lib/identity/auth/schema";
import { clearCodeAttempts, countCode, verifyCode } from "@/lib/identity/auth/second-factor";
import { type Browser, endSessions, openSession, rotateSession, type StartedSession } from "@/lib/identity/auth/sessions";
import { noteRefusal, recordSignInEvent } from "@/lib/identity/auth/sign-in-events";
import { clearSignInAttempt, countMail, countSignInAttempt } from "@/lib/identity/auth/sign-in-limits";
import type { PendingSignIn } from "@/lib/identity/auth/token";
import { inPlatform } from "@/lib/infra/db";
import { hashToken } from "@/lib/infra/secret-token";

export type TooManyAttempts = { code: "too_many_tries"; retryAfterSeconds: number };
type Busy = { code: "busy"; retryAfterSeconds: number };
type CodeRefusal = { code: "code_wrong" } | TooManyAttempts;
/**
 * `code_needed`: the password is correct, and `completeSignIn` needs the second factor's code. `oidc_required`: the password is correct,
 * but staff must sign in through the issuer.
 */
export type SignInRefusal =
  | { code: "credentials_wrong" | "oidc_required" }
  | { code: "code_needed"; pending: PendingSignIn }
  | CodeRefusal
  | Busy;

const markOf = (passwordHash: string): string => createHash("sha256").update(passwordHash).digest("base64url");

/** Verifies the password and starts a session. An unknown address and a wrong password are refused alike, in the same time. */
export async function startSession(input: SignInInput, browser: Browser, now: Date): Promise<Result<StartedSession, SignInRefusal>> {
  const { email, password, code } = input;
  const attempt = { email, address: browser.address, known: await knownSecret(email, browser.secret) };
  const findPerson = () => inPlatform((tx) => tx.person.findUnique({ where: { email }, select: { id: true, passwordHash: true } }));
  const retryAfterSeconds = await countSignInAttempt(attempt, async () =>
    noteRefusal("slowed_down", (await findPerson())?.id ?? null, browser, now),
  );
  if (retryAfterSeconds !== null) return refuse({ code: "too_many_tries", retryAfterSeconds });
  const person = await findPerson();
  const compared = await orBusy(verifyPassword(person?.passwordHash ?? null, password).then(ok));
  if (!compared.ok) {
    await clearSignInAttempt(attempt);
    return refuse({ code: "busy", retryAfterSeconds: BUSY_SECONDS });
  }
  if (!person || !compared.value) {
    await noteRefusal("password_wrong", person?.id ?? null, browser, now);
    return refuse({ code: "credentials_wrong" });
  }
  await clearSignInAttempt(attempt);
  const pending = { personId: person.id, passwordMark: markOf(person.passwordHash) };
  return completeSignIn(pending, code, browser, now);
}

/**
 * Starts a session after a correct password, with the second factor's code if the person has one. A code works once. `credentials_wrong`:
 * the password was changed meanwhile.
 */
export async function completeSignIn(
  pending: PendingSignIn,
  code: string | undefined,
  browser: Browser,
  now: Date,
): Promise<Result<StartedSession, SignInRefusal>> {
  const { personId, passwordMark } = pending;
  const found = await inPlatform((tx) => tx.person.findUnique({ where: { id: personId }, select: { email: true } }));
  if (!found) return refuse({ code: "credentials_wrong" });
  const known = await knownSecret(found.email, browser.secret);
  if (code !== undefined) {
    const retryAfterSeconds = await countCode(personId, known);
    if (retryAfterSeconds !== null) return refuse({ code: "too_many_tries", retryAfterSeconds });
  }
  const started = await inPlatform(async (tx): Promise<Result<StartedSession, SignInRefusal>> => {
    // Serializes with a password change, which ends all sessions: none may start afterwards with the old password.
    await tx.$queryRaw`select 1 from person where id = ${personId}::uuid for share`;
    const person = await tx.person.findUnique({
      where: { id: personId },
      select: { id: true, name: true, email: true, isStaff: true, passwordHash: true },
    });
    if (!person || markOf(person.passwordHash) !== passwordMark) return refuse({ code: "credentials_wrong" });
    if (mustUseIssuer(person)) return refuse({ code: "oidc_required" });
    const proof = await verifyCode(tx, personId, code, now);
    if (proof === "needed") return refuse({ code: "code_needed", pending });
    if (proof === "wrong") {
      await recordSignInEvent(tx, "code_wrong", personId, browser, now);
      return refuse({ code: "code_wrong" });
    }
    return ok(await openSession(tx, { ...person, notified: person.email }, browser, now));
  });
  if (started.ok && code !== undefined) await clearCodeAttempts(personId, known);
  return started;
}

/** Makes this browser known with a mailed link that works once, so that failures elsewhere no longer slow down its sign-ins. */
export function confirmBrowser(token: string, browser: Browser, now: Date): Promise<Result<{ browserSecret: string }, "link_dead">> {
  return inPlatform(async (tx) => {
    const where = { kind: "confirm_browser", tokenHash: hashToken(token), expiresAt: { gt: now } };
    const link = await tx.mailedLink.findFirst({ where, select: { email: true } });
    const { count } = await tx.mailedLink.deleteMany({ where });
    const person = link && (await tx.person.findUnique({ where: { email: link.email }, select: { id: true } }));
    if (count === 0 || !person) return refuse("link_dead");
    await recordSignInEvent(tx, "browser_confirmed", person.id, browser, now);
    return ok({ browserSecret: (await rememberBrowser(tx, person.id, browser.secret, now)).secret });
  });
}

export type AccountOwner = Pick<CurrentPerson, "personId" | "name" | "isStaff" | "sourceAddress">;

export function revokeSession(person: AccountOwner, sessionId: string, now: Date): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, personId: person.personId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) return refuse("not_found");
    await recordPlatformEvent(tx, whoIs(person), { action: "session_ended" });
    return ok(true);
  });
}

/** Ends all of the person's sessions except the calling one. @returns how many */
export function revokeOtherSessions(person: AccountOwner & { sessionId: string }, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { personId: person.personId, revokedAt: null, id: { not: person.sessionId } },
      data: { revokedAt: now },
    });
    if (count > 0) await recordPlatformEvent(tx, whoIs(person), { action: "other_sessions_ended", details: { count } });
    return count;
  });
}

/** Ends all of the person's sessions, including the calling one, and makes every browser unknown. @returns how many sessions were active */
export function signOutEverywhere(person: AccountOwner, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const count = await endSessions(tx, person.personId, now, null);
    await forgetBrowsers(tx, person.personId);
    await recordPlatformEvent(tx, whoIs(person), { action: "all_sessions_ended", details: { count } });
    return count;
  });
}

export type PasswordRefusal = "password_wrong" | "too_many_tries";
export type SignedIn = AccountOwner & { sessionId: string; email: string };

/** Verifies the password of a signed-in person, limited like a sign-in from a known browser. @returns the matching hash */
export async function comparePassword(person: SignedIn, password: string): Promise<Result<string, PasswordRefusal>> {
  const { personId, email, sessionId } = person;
  const address = person.sourceAddress ?? "unknown";
  const attempt = { email, address, known: sessionId };
  if ((await countSignInAttempt(attempt)) !== null) return refuse("too_many_tries");
  const stored = await inPlatform((tx) => tx.person.findUnique({ where: { id: personId }, select: { passwordHash: true } }));
  const matches = await verifyPassword(stored?.passwordHash ?? null, password);
  if (!stored || !matches) {
    await noteRefusal("password_wrong", personId, { address, userAgent: null }, new Date());
    return refuse("password_wrong");
  }
  await clearSignInAttempt(attempt);
  return ok(stored.passwordHash);
}

/** Changes the password: ends all other sessions, invalidates password-reset links and notifies the person by mail. */
export async function changePassword(
  person: SignedIn,
  { current, next }: ChangePasswordInput,
  now: Date,
): Promise<Result<{ endedSessions: number; sessionId: string }, PasswordRefusal | "password_guessable">> {
  const { personId, email, sessionId, sourceAddress } = person;
  const compared = await comparePassword(person, current);
  if (!compared.ok) return compared;
  const hashed = await hashNewPassword(next, [email, person.name]);
  if (!hashed.ok) return hashed;
  const passwordHash = hashed.value;
  return inPlatform(async (tx) => {
    // A reset link may have set another password since it was verified.
    const { count } = await tx.person.updateMany({ where: { id: personId, passwordHash: compared.value }, data: { passwordHash } });
    if (count === 0) return refuse("password_wrong");
    await tx.mailedLink.deleteMany({ where: { kind: "password_reset", email } });
    const endedSessions = await endSessions(tx, personId, now, sessionId);
    await recordPlatformEvent(tx, whoIs(person), { action: "password_changed", details: { endedSessions } });
    await queueAccountMail(tx, { kind: "password_changed", subject: email, locale: null, sourceAddress: sourceAddress ?? null }, now);
    return ok({ endedSessions, sessionId: await rotateSession(tx, sessionId) });
  });
}

/** Requests a mailed link for an unauthenticated user. The worker looks up the address when it sends the mail. */
export async function requestLink(kind: LinkKind, email: string, browser: Browser, now: Date): Promise<Result<true, TooManyAttempts>> {
  const retryAfterSeconds = await countMail({ kind, email, asker: browser.address });
  if (retryAfterSeconds !== null) return refuse({ code: "too_many_tries", retryAfterSeconds });
  const { locale, address: sourceAddress } = browser;
  await inPlatform((tx) => queueAccountMail(tx, { kind, subject: email, locale, sourceAddress }, now));
  return ok(true);
}

/**
 * Sets the password with a mailed link, which works once; ends every session and starts a new one. A mailbox is no second factor: a person
 * who has one must still enter its code.
 */
export async function resetPassword(
  { token, password }: { token: string; password: string },
  browser: Browser,
  now: Date,
): Promise<Result<StartedSession | { pending: PendingSignIn }, "link_dead" | "oidc_required" | "password_guessable">> {
  const where = { kind: "password_reset", tokenHash: hashToken(token), expiresAt: { gt: now } };
  // Hashing is expensive: reject invalid links first.
  const known = await inPlatform((tx) => tx.mailedLink.findFirst({ where, select: { email: true } }));
  if (!known) return refuse("link_dead");
  const hashed = await hashNewPassword(password, [known.email]);
  if (!hashed.ok) return hashed;
  const passwordHash = hashed.value;
  return inPlatform(async (tx) => {
    const link = await tx.mailedLink.findFirst({ where, select: { email: true } });
    const { count } = await tx.mailedLink.deleteMany({ where });
    const person = link && (await tx.person.findUnique({ where: { email: link.email }, select: { id: true, name: true, isStaff: true } }));
    if (count === 0 || !person) return refuse("link_dead");
    if (mustUseIssuer(person)) return refuse("oidc_required");
    await tx.person.update({ where: { id: person.id }, data: { passwordHash } });
    const endedSessions = await endSessions(tx, person.id, now, null);
    const who = whoIs({ ...person, personId: person.id, sourceAddress: browser.address });
    await recordPlatformEvent(tx, who, { action: "password_reset", details: { endedSessions } });
    await queueAccountMail(
      tx,
      { kind: "password_changed", subject: link.email, locale: browser.locale, sourceAddress: browser.address },
      now,
    );
    const proof = await verifyCode(tx, person.id, undefined, now);
    if (proof === "needed") return ok({ pending: { personId: person.id, passwordMark: markOf(passwordHash) } });
    return ok(await openSession(tx, { ...person, notified: null }, browser, now));
  });
}

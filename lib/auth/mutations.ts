import { personActor } from "@/lib/accounts/actor";
import { recordPlatformEvent } from "@/lib/audit/record";
import { askForMail, type LinkKind } from "@/lib/auth/account-mail";
import { hashLinkToken } from "@/lib/auth/link-token";
import { countMail } from "@/lib/auth/mail-limits";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import type { CurrentPerson } from "@/lib/auth/person";
import type { ChangePasswordInput, SignInInput } from "@/lib/auth/schema";
import { type Browser, endSessions, openSession } from "@/lib/auth/sessions";
import { countTry, forgetTries } from "@/lib/auth/sign-in-limits";
import { ok, type Result, refuse } from "@/lib/base/result";
import { inPlatform } from "@/lib/system/db";

export type TooManyTries = { code: "too_many_tries"; retryAfterSeconds: number };
export type SignInRefusal = { code: "credentials_wrong" } | TooManyTries;

/** Compares the password and starts a session. An unknown address and a wrong password take the same time and answer alike. */
export async function startSession(input: SignInInput, browser: Browser, now: Date): Promise<Result<{ sessionId: string }, SignInRefusal>> {
  const attempt = { email: input.email, address: browser.address };
  const retryAfterSeconds = await countTry(attempt);
  if (retryAfterSeconds !== null) return refuse({ code: "too_many_tries", retryAfterSeconds });
  const person = await inPlatform((tx) =>
    tx.person.findUnique({ where: { email: input.email }, select: { id: true, name: true, isStaff: true, passwordHash: true } }),
  );
  const matches = await verifyPassword(person?.passwordHash ?? null, input.password);
  if (!person || !matches) return refuse({ code: "credentials_wrong" });
  await forgetTries(attempt);
  return inPlatform(async (tx) => {
    // Whoever chooses a new password ends all sessions: none may begin behind that with what was compared before.
    const still = await tx.$queryRaw<object[]>`
      select 1 from person where id = ${person.id}::uuid and password_hash = ${person.passwordHash} for share`;
    if (still.length === 0) return refuse({ code: "credentials_wrong" as const });
    return ok({ sessionId: await openSession(tx, person, browser, now) });
  });
}

type AccountOwner = Pick<CurrentPerson, "personId" | "name" | "isStaff" | "sourceAddress">;
const whoIs = (person: AccountOwner) => ({ actor: personActor(person), sourceAddress: person.sourceAddress ?? null });

/** Ends one of the person's own sessions, from now on and everywhere its cookie was copied to. */
export function revokeSession(person: AccountOwner, sessionId: string, now: Date): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, personId: person.personId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) return refuse("not_found");
    await recordPlatformEvent(tx, { ...whoIs(person), action: "session_ended" });
    return ok(true);
  });
}

/** Ends all of the person's sessions but the one that asks. Returns how many. */
export function revokeOtherSessions(person: AccountOwner & { sessionId: string }, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { personId: person.personId, revokedAt: null, id: { not: person.sessionId } },
      data: { revokedAt: now },
    });
    if (count > 0) await recordPlatformEvent(tx, { ...whoIs(person), action: "other_sessions_ended", details: { count } });
    return count;
  });
}

/**
 * Changes the password of somebody who knows the old one, which is counted like a try to sign in. All other sessions end, links to choose a
 * new password die, and a mail tells the person.
 */
export async function changePassword(
  person: AccountOwner & { sessionId: string; email: string },
  { current, next }: ChangePasswordInput,
  now: Date,
): Promise<Result<{ endedSessions: number }, "password_wrong" | "too_many_tries">> {
  const { personId, email, sessionId, sourceAddress } = person;
  const attempt = { email, address: sourceAddress ?? "unknown" };
  if ((await countTry(attempt)) !== null) return refuse("too_many_tries");
  const stored = await inPlatform((tx) => tx.person.findUnique({ where: { id: personId }, select: { passwordHash: true } }));
  const matches = await verifyPassword(stored?.passwordHash ?? null, current);
  if (!stored || !matches) return refuse("password_wrong");
  await forgetTries(attempt);
  const passwordHash = await hashPassword(next);
  return inPlatform(async (tx) => {
    // What was compared must still be the password: a link that was followed meanwhile has chosen another one.
    const { count } = await tx.person.updateMany({ where: { id: personId, passwordHash: stored.passwordHash }, data: { passwordHash } });
    if (count === 0) return refuse("password_wrong");
    await tx.mailedLink.deleteMany({ where: { kind: "password_reset", email } });
    const endedSessions = await endSessions(tx, personId, now, sessionId);
    await recordPlatformEvent(tx, { ...whoIs(person), action: "password_changed", details: { endedSessions } });
    await askForMail(tx, { kind: "password_changed", subject: email, locale: null, sourceAddress: sourceAddress ?? null }, now);
    return ok({ endedSessions });
  });
}

/** Takes a stranger's wish for a link by mail. Whether anybody has the address is looked up later, by whoever sends the mail. */
export async function requestLink(kind: LinkKind, email: string, browser: Browser, now: Date): Promise<Result<true, TooManyTries>> {
  const retryAfterSeconds = await countMail({ email, address: browser.address });
  if (retryAfterSeconds !== null) return refuse({ code: "too_many_tries", retryAfterSeconds });
  const { locale, address: sourceAddress } = browser;
  await inPlatform((tx) => askForMail(tx, { kind, subject: email, locale, sourceAddress }, now));
  return ok(true);
}

/** Sets the password of whoever holds the link of a mail: it works once, ends every session, and starts one in this browser. */
export async function resetPassword(
  { token, password }: { token: string; password: string },
  browser: Browser,
  now: Date,
): Promise<Result<{ sessionId: string }, "link_dead">> {
  const where = { kind: "password_reset", tokenHash: hashLinkToken(token), expiresAt: { gt: now } };
  // Nothing is worked out for links that are none.
  if ((await inPlatform((tx) => tx.mailedLink.count({ where }))) === 0) return refuse("link_dead");
  const passwordHash = await hashPassword(password);
  return inPlatform(async (tx) => {
    const link = await tx.mailedLink.findFirst({ where, select: { email: true } });
    const { count } = await tx.mailedLink.deleteMany({ where });
    const person = link && (await tx.person.findUnique({ where: { email: link.email }, select: { id: true, name: true, isStaff: true } }));
    if (count === 0 || !person) return refuse("link_dead");
    await tx.person.update({ where: { id: person.id }, data: { passwordHash } });
    const endedSessions = await endSessions(tx, person.id, now, null);
    const actor = personActor({ personId: person.id, name: person.name, isStaff: person.isStaff });
    await recordPlatformEvent(tx, { actor, sourceAddress: browser.address, action: "password_reset", details: { endedSessions } });
    await askForMail(tx, { kind: "password_changed", subject: link.email, locale: browser.locale, sourceAddress: browser.address }, now);
    return ok({ sessionId: await openSession(tx, person, browser, now) });
  });
}

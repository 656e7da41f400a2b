import { personActor } from "@/lib/accounts/actor";
import { recordPlatformEvent } from "@/lib/audit/record";
import { verifyPassword } from "@/lib/auth/password";
import type { CurrentPerson } from "@/lib/auth/person";
import type { SignInInput } from "@/lib/auth/schema";
import { countTry, forgetTries } from "@/lib/auth/sign-in-limits";
import { SESSION_SECONDS } from "@/lib/auth/token";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { Locale } from "@/lib/i18n/locales";
import { inPlatform } from "@/lib/system/db";

export interface Browser {
  address: string;
  userAgent: string | null;
  /** What it is set to, or what was chosen in it; null for a language that we do not speak. */
  locale: Locale | null;
}

export type SignInRefusal = { code: "credentials_wrong" } | { code: "too_many_tries"; retryAfterSeconds: number };

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
  const actor = personActor({ personId: person.id, name: person.name, isStaff: person.isStaff });
  const session = await inPlatform(async (tx) => {
    await recordPlatformEvent(tx, { actor, sourceAddress: browser.address, action: "session_started" });
    return tx.session.create({
      data: {
        personId: person.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
        userAgent: browser.userAgent?.slice(0, 300) ?? null,
        locale: browser.locale,
      },
      select: { id: true },
    });
  });
  return ok({ sessionId: session.id });
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

import { verifyPassword } from "@/lib/auth/password";
import type { CurrentPerson } from "@/lib/auth/person";
import type { SignInInput } from "@/lib/auth/schema";
import { countTry, forgetTries } from "@/lib/auth/sign-in-limits";
import { SESSION_SECONDS } from "@/lib/auth/token";
import { ok, type Result, refuse } from "@/lib/base/result";
import { inPlatform } from "@/lib/system/db";

export interface Browser {
  address: string;
  userAgent: string | null;
}

export type SignInRefusal = { code: "credentials_wrong" } | { code: "too_many_tries"; retryAfterSeconds: number };

/** Compares the password and starts a session. An unknown address and a wrong password take the same time and answer alike. */
export async function startSession(input: SignInInput, browser: Browser, now: Date): Promise<Result<{ sessionId: string }, SignInRefusal>> {
  const attempt = { email: input.email, address: browser.address };
  const retryAfterSeconds = await countTry(attempt);
  if (retryAfterSeconds !== null) return refuse({ code: "too_many_tries", retryAfterSeconds });
  const person = await inPlatform((tx) =>
    tx.person.findUnique({ where: { email: input.email }, select: { id: true, passwordHash: true } }),
  );
  const matches = await verifyPassword(person?.passwordHash ?? null, input.password);
  if (!person || !matches) return refuse({ code: "credentials_wrong" });
  await forgetTries(attempt);
  const session = await inPlatform((tx) =>
    tx.session.create({
      data: {
        personId: person.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
        userAgent: browser.userAgent?.slice(0, 300) ?? null,
      },
      select: { id: true },
    }),
  );
  return ok({ sessionId: session.id });
}

/** Ends one of the person's own sessions, from now on and everywhere its cookie was copied to. */
export async function revokeSession(
  person: Pick<CurrentPerson, "personId">,
  sessionId: string,
  now: Date,
): Promise<Result<true, "not_found">> {
  const { count } = await inPlatform((tx) =>
    tx.session.updateMany({ where: { id: sessionId, personId: person.personId, revokedAt: null }, data: { revokedAt: now } }),
  );
  return count === 1 ? ok(true) : refuse("not_found");
}

/** Ends all of the person's sessions but the one that asks. Returns how many. */
export async function revokeOtherSessions(person: Pick<CurrentPerson, "personId" | "sessionId">, now: Date): Promise<number> {
  const { count } = await inPlatform((tx) =>
    tx.session.updateMany({
      where: { personId: person.personId, revokedAt: null, id: { not: person.sessionId } },
      data: { revokedAt: now },
    }),
  );
  return count;
}

import { ok, type Result, refuse } from "@/lib/base/result";
import { findFactors } from "@/lib/identity/auth/data";
import { comparePassword, type PasswordRefusal, type SignedIn } from "@/lib/identity/auth/mutations";
import { type PasskeyAnswer, verifyOwnPasskey } from "@/lib/identity/auth/passkeys";
import { clearCodeAttempts, countCode, verifyCode } from "@/lib/identity/auth/second-factor";
import { rotateSession } from "@/lib/identity/auth/sessions";
import { noteRefusal } from "@/lib/identity/auth/sign-in-events";
import { inPlatform } from "@/lib/infra/db";

// A fresh proof of who uses a session, required for what a stolen session must not do. Signing in counts as one.

/** Marks the session as proven and replaces its id. @returns the new id */
const prove = ({ sessionId }: SignedIn, now: Date): Promise<string> =>
  inPlatform(async (tx) => {
    await tx.session.update({ where: { id: sessionId }, data: { provenAt: now } });
    return rotateSession(tx, sessionId);
  });

type Proven = Result<{ sessionId: string }, PasswordRefusal | "code_missing" | "code_or_passkey" | "code_wrong">;

/** Proves identity by password, plus the second factor's code if the person has one. */
export async function proveByPassword(
  person: SignedIn,
  input: { password: string; code?: string | undefined },
  now: Date,
): Promise<Proven> {
  const { personId, sessionId } = person;
  const compared = await comparePassword(person, input.password);
  if (!compared.ok) return compared;
  if (input.code !== undefined && (await countCode(personId, sessionId)) !== null) return refuse("too_many_tries");
  const verified = await inPlatform((tx) => verifyCode(tx, personId, input.code, now));
  if (verified === "needed") return refuse((await findFactors(person)).appSince === null ? "code_or_passkey" : "code_missing");
  if (verified === "wrong") {
    await noteRefusal("code_wrong", personId, { address: person.sourceAddress ?? "unknown", userAgent: null }, now);
    return refuse("code_wrong");
  }
  if (input.code !== undefined) await clearCodeAttempts(personId, sessionId);
  return ok({ sessionId: await prove(person, now) });
}

export async function proveByPasskey(
  person: SignedIn,
  answer: PasskeyAnswer,
  now: Date,
): Promise<Result<{ sessionId: string }, "passkey_refused">> {
  if (!(await verifyOwnPasskey(answer, person.personId, now))) return refuse("passkey_refused");
  return ok({ sessionId: await prove(person, now) });
}

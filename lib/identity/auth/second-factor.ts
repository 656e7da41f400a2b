import { hashRecoveryCode, isAppCode, newRecoveryCodes, plainCode, stepOfCode } from "@/lib/identity/auth/one-time-code";
import { countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";
import type { Transaction } from "@/lib/infra/db";
import { type Sealed, seal, unseal } from "@/lib/infra/secrets";

// The second factor within the caller's platform transaction.

/** Limits guessing by an attacker who knows the password: trying a million codes at ten an hour takes years. */
export const CODES_PER_HOUR = 10;
const byPerson = limiter("code", CODES_PER_HOUR, 3600);

/** A known browser or session is counted separately, so that an attacker with the password does not lock the owner out. */
const codeKey = (personId: string, known: string | null): string => keyOf(personId, known ?? "");

/** Counts a code before it is compared. @returns null if it is allowed, else the seconds to wait */
export const countCode = (personId: string, known: string | null): Promise<number | null> =>
  countAttempt([[byPerson, codeKey(personId, known)]]);

export async function clearCodeAttempts(personId: string, known: string | null): Promise<void> {
  await byPerson.delete(codeKey(personId, known));
}

export const secondFactorContext = (personId: string): string => `second_factor:${personId}`;

export const sealSecret = (personId: string, secret: string): Sealed => seal(secret, secondFactorContext(personId));
export const openSecret = (personId: string, sealed: Sealed): string => unseal(sealed, secondFactorContext(personId));

/** Whether the person has a second factor: a confirmed app or a passkey. */
export async function hasFactor(tx: Transaction, personId: string): Promise<boolean> {
  const apps = await tx.secondFactor.count({ where: { personId, confirmedAt: { not: null } } });
  return apps > 0 || (await tx.passkey.count({ where: { personId } })) > 0;
}

/** Replaces the recovery codes. @returns the new ones, which are shown only once */
export async function makeRecoveryCodes(tx: Transaction, personId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx.recoveryCode.deleteMany({ where: { personId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ personId, hash: hashRecoveryCode(code) })) });
  return codes;
}

/** Recovery codes are useless without a factor that they can replace. */
export async function dropUselessRecoveryCodes(tx: Transaction, personId: string): Promise<void> {
  if (!(await hasFactor(tx, personId))) await tx.recoveryCode.deleteMany({ where: { personId } });
}

/** `not_on`: the person has no second factor. */
export type CodeVerification = "not_on" | "needed" | "wrong" | "proven";

/** Verifies a code of the app or a recovery code and consumes it. The row lock prevents concurrent use of one code. */
export async function verifyCode(tx: Transaction, personId: string, typed: string | undefined, now: Date): Promise<CodeVerification> {
  if (!(await hasFactor(tx, personId))) return "not_on";
  if (typed === undefined) return "needed";
  const code = plainCode(typed);
  if (!isAppCode(code)) {
    const { count } = await tx.recoveryCode.deleteMany({ where: { personId, hash: hashRecoveryCode(code) } });
    return count > 0 ? "proven" : "wrong";
  }
  await tx.$queryRaw`select 1 from second_factor where person_id = ${personId}::uuid for update`;
  const factor = await tx.secondFactor.findUnique({ where: { personId } });
  if (!factor?.confirmedAt) return "wrong";
  const step = stepOfCode(openSecret(personId, { bytes: factor.secret, keyId: factor.secretKeyId }), code, now);
  if (step === null || step <= factor.usedStep) return "wrong";
  await tx.secondFactor.update({ where: { personId }, data: { usedStep: step } });
  return "proven";
}

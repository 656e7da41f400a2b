import { timingSafeEqual } from "node:crypto";
import { hashRecoveryCode, isAppCode, plainCode, stepOfCode } from "@/lib/identity/auth/one-time-code";
import { countWith, keyOf, limiter } from "@/lib/identity/auth/try-limits";
import type { Transaction } from "@/lib/infra/db";
import { type Sealed, seal, unseal } from "@/lib/infra/secrets";

// The second factor of a person within a transaction of the caller's, which is the platform's.

/** Whoever has the password may guess: ten codes an hour of a million make that take years. */
export const CODES_PER_HOUR = 10;
const byPerson = limiter("code", CODES_PER_HOUR, 3600);

/** Counts a code before it is compared. @returns null when it may go on, else the seconds to wait */
export const countCode = (personId: string): Promise<number | null> => countWith([[byPerson, keyOf(personId)]]);

export async function deleteRecoveryCodes(personId: string): Promise<void> {
  await byPerson.delete(keyOf(personId));
}

const contextOf = (personId: string): string => `second_factor:${personId}`;

export const sealSecret = (personId: string, secret: string): Sealed => seal(secret, contextOf(personId));
export const openSecret = (personId: string, sealed: Sealed): string => unseal(sealed, contextOf(personId));

/** `not_on`: no code is asked of this person. */
export type CodeVerification = "not_on" | "needed" | "wrong" | "proven";

/** Compares a code of the app or a recovery code, and uses it up: the row is held until the transaction ends, so that two at once cannot use one. */
export async function verifyCode(tx: Transaction, personId: string, typed: string | undefined, now: Date): Promise<CodeVerification> {
  await tx.$queryRaw`select 1 from second_factor where person_id = ${personId}::uuid for update`;
  const factor = await tx.secondFactor.findUnique({ where: { personId } });
  if (!factor?.confirmedAt) return "not_on";
  if (typed === undefined) return "needed";
  const code = plainCode(typed);
  if (isAppCode(code)) {
    const step = stepOfCode(openSecret(personId, { bytes: factor.secret, keyId: factor.secretKeyId }), code, now);
    if (step === null || step <= factor.usedStep) return "wrong";
    await tx.secondFactor.update({ where: { personId }, data: { usedStep: step } });
    return "proven";
  }
  const hash = hashRecoveryCode(code);
  const left = factor.recoveryHashes.filter((known) => !timingSafeEqual(known, hash));
  if (left.length === factor.recoveryHashes.length) return "wrong";
  await tx.secondFactor.update({ where: { personId }, data: { recoveryHashes: left } });
  return "proven";
}

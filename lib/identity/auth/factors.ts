import { ok, type Result, refuse } from "@/lib/base/result";
import { whoIs } from "@/lib/identity/accounts/actor";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { queueAccountMail } from "@/lib/identity/auth/account-mail";
import type { SignedIn } from "@/lib/identity/auth/mutations";
import { isAppCode, newSecret, plainCode, setupUri, stepOfCode } from "@/lib/identity/auth/one-time-code";
import {
  clearCodeAttempts,
  countCode,
  dropUselessRecoveryCodes,
  hasFactor,
  makeRecoveryCodes,
  openSecret,
  sealSecret,
} from "@/lib/identity/auth/second-factor";
import { rotateSession } from "@/lib/identity/auth/sessions";
import { inPlatform, type Transaction } from "@/lib/infra/db";

// Changes to the second factor, by a person who has just proven their identity (proof.ts).

type FactorChange = "second_factor_on" | "second_factor_off" | "passkey_added" | "passkey_removed";

/** Records a change in the audit log, notifies the person by mail and replaces the session's id. @returns the new id */
export async function finishFactorChange(tx: Transaction, person: SignedIn, action: FactorChange, now: Date): Promise<string> {
  await recordPlatformEvent(tx, whoIs(person), { action });
  const mail = { kind: action, subject: person.email, locale: null, sourceAddress: person.sourceAddress ?? null };
  await queueAccountMail(tx, mail, now);
  return rotateSession(tx, person.sessionId);
}

/** Creates a secret for an authenticator app. It takes effect with `confirmSecondFactor`; calling it again replaces the secret. */
export async function prepareSecondFactor(person: SignedIn): Promise<Result<{ secret: string; uri: string }, "second_factor_on">> {
  const { personId, email } = person;
  const secret = newSecret();
  const { bytes, keyId } = sealSecret(personId, secret);
  return inPlatform(async (tx) => {
    // An active app must be switched off first.
    const written = await tx.$executeRaw`
      insert into second_factor (person_id, secret, secret_key_id) values (${personId}::uuid, ${bytes}, ${keyId})
      on conflict (person_id) do update set secret = excluded.secret, secret_key_id = excluded.secret_key_id
      where second_factor.confirmed_at is null`;
    return written === 0 ? refuse("second_factor_on") : ok({ secret, uri: setupUri(secret, email) });
  });
}

/** Recovery codes of a changed factor, and the session's new id. */
export interface FactorChanged {
  /** Empty if earlier ones are still valid. */
  recoveryCodes: string[];
  sessionId: string;
}

export async function confirmSecondFactor(
  person: SignedIn,
  typed: string,
  now: Date,
): Promise<Result<FactorChanged, "code_wrong" | "too_many_tries" | "not_found">> {
  const { personId } = person;
  if ((await countCode(personId, person.sessionId)) !== null) return refuse("too_many_tries");
  const confirmed = await inPlatform(async (tx): Promise<Result<FactorChanged, "code_wrong" | "not_found">> => {
    await tx.$queryRaw`select 1 from second_factor where person_id = ${personId}::uuid for update`;
    const factor = await tx.secondFactor.findUnique({ where: { personId } });
    if (!factor || factor.confirmedAt) return refuse("not_found");
    const code = plainCode(typed);
    const secret = openSecret(personId, { bytes: factor.secret, keyId: factor.secretKeyId });
    const usedStep = isAppCode(code) ? stepOfCode(secret, code, now) : null;
    if (usedStep === null) return refuse("code_wrong");
    await tx.secondFactor.update({ where: { personId }, data: { confirmedAt: now, usedStep } });
    const recoveryCodes = await makeRecoveryCodes(tx, personId);
    return ok({ recoveryCodes, sessionId: await finishFactorChange(tx, person, "second_factor_on", now) });
  });
  if (confirmed.ok) await clearCodeAttempts(personId, person.sessionId);
  return confirmed;
}

export function renewRecoveryCodes(person: SignedIn): Promise<Result<{ recoveryCodes: string[] }, "not_found">> {
  return inPlatform(async (tx) => {
    if (!(await hasFactor(tx, person.personId))) return refuse("not_found");
    const recoveryCodes = await makeRecoveryCodes(tx, person.personId);
    await recordPlatformEvent(tx, whoIs(person), { action: "recovery_codes_renewed" });
    return ok({ recoveryCodes });
  });
}

export function removeSecondFactor(person: SignedIn, now: Date): Promise<Result<{ sessionId: string }, "not_found">> {
  return inPlatform(async (tx) => {
    const { count } = await tx.secondFactor.deleteMany({ where: { personId: person.personId, confirmedAt: { not: null } } });
    if (count === 0) return refuse("not_found");
    await dropUselessRecoveryCodes(tx, person.personId);
    return ok({ sessionId: await finishFactorChange(tx, person, "second_factor_off", now) });
  });
}

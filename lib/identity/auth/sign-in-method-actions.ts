"use server";

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { renderSVG } from "uqr";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { ok, type Result, refuse } from "@/lib/base/result";
import { personAction, type Refusal } from "@/lib/identity/auth/action";
import { findFactors } from "@/lib/identity/auth/data";
import { confirmSecondFactor, prepareSecondFactor, removeSecondFactor, renewRecoveryCodes } from "@/lib/identity/auth/factors";
import { changePassword, revokeOtherSessions, revokeSession } from "@/lib/identity/auth/mutations";
import { addPasskey, askForNewPasskey, askForPasskey, removePasskey } from "@/lib/identity/auth/passkeys";
import { proveByPasskey, proveByPassword } from "@/lib/identity/auth/proof";
import { setSessionId } from "@/lib/identity/auth/request";
import { changePasswordSchema, codeSchema, passkeyAnswerSchema, proofSchema } from "@/lib/identity/auth/schema";

/** Ends the session of another browser; users end their own by signing out. */
export const endSession = personAction({
  input: z.object({ sessionId: z.uuid() }),
  run: async (person, { sessionId }) => {
    if (sessionId === person.sessionId) return refuse("not_found");
    const ended = await revokeSession(person, sessionId, systemClock.now());
    revalidatePath("/", "layout");
    return ended;
  },
});

export const endOtherSessions = personAction({
  input: z.object({}),
  run: async (person) => {
    const count = await revokeOtherSessions(person, systemClock.now());
    revalidatePath("/", "layout");
    return ok(count);
  },
});

/** Reports a wrong password or code at its field. */
function refuseAt<Value>(field: string, result: Result<Value, string>): Result<Value, Refusal> {
  return !result.ok && /^(?:password|code)_wrong$/.test(result.reason) ? refuse({ fields: { [field]: result.reason } }) : result;
}

/** Stores the session id that a change replaced, and renders the page again. @returns the rest of the result */
async function changed<Value extends { sessionId: string }>(
  result: Result<Value, string>,
): Promise<Result<Omit<Value, "sessionId">, string>> {
  if (!result.ok) return result;
  const { sessionId, ...rest } = result.value;
  await setSessionId(sessionId);
  revalidatePath("/", "layout");
  return ok(rest);
}

export const beginSecondFactor = personAction({
  act: "second_factor_on",
  input: z.object({}),
  run: async (person) => {
    const prepared = await prepareSecondFactor(person);
    if (!prepared.ok) return prepared;
    const { secret, uri } = prepared.value;
    return ok({ secret, picture: renderSVG(uri, { border: 2 }) });
  },
});

export const switchSecondFactorOn = personAction({
  act: "second_factor_on",
  input: z.object({ code: codeSchema }),
  run: async (person, { code }) => refuseAt("code", await changed(await confirmSecondFactor(person, code, systemClock.now()))),
});

export const makeRecoveryCodes = personAction({
  act: "recovery_codes_renewed",
  input: z.object({}),
  run: async (person) => {
    const renewed = await renewRecoveryCodes(person);
    if (renewed.ok) revalidatePath("/", "layout");
    return renewed;
  },
});

export const switchSecondFactorOff = personAction({
  act: "second_factor_off",
  input: z.object({}),
  run: async (person) => changed(await removeSecondFactor(person, systemClock.now())),
});

export const choosePassword = personAction({
  act: "password_changed",
  actsIf: async (person) => {
    const { appSince, passkeys } = await findFactors(person);
    return appSince !== null || passkeys.length > 0;
  },
  input: changePasswordSchema,
  run: async (person, input) => {
    const chosen = await changed(await changePassword(person, input, systemClock.now()));
    return chosen.ok || chosen.reason !== "password_guessable" ? refuseAt("current", chosen) : refuse({ fields: { next: chosen.reason } });
  },
});

export const beginPasskey = personAction({
  act: "passkey_added",
  input: z.object({}),
  run: (person) => askForNewPasskey(person, systemClock.now()),
});

export const storePasskey = personAction({
  act: "passkey_added",
  input: passkeyAnswerSchema,
  run: async (person, { challengeId, response }) => {
    const answer = { challengeId, response: response as unknown as RegistrationResponseJSON };
    return changed(await addPasskey(person, answer, (await headers()).get("user-agent"), systemClock.now()));
  },
});

export const dropPasskey = personAction({
  act: "passkey_removed",
  input: z.object({ id: z.string().max(1400) }),
  run: async (person, { id }) => changed(await removePasskey(person, id, systemClock.now())),
});

/** Stores the session id, which a proof replaces. */
async function rotated(result: Result<{ sessionId: string }, string>): Promise<Result<true, string>> {
  if (!result.ok) return result;
  await setSessionId(result.value.sessionId);
  return ok(true);
}

export const proveWithPassword = personAction({
  input: proofSchema,
  run: async (person, input): Promise<Result<true, Refusal>> => {
    // Users who signed in through an issuer have no password here.
    if (person.issuer !== null) return refuse("sign_in_again");
    const proven = await rotated(await proveByPassword(person, input, systemClock.now()));
    if (proven.ok) return proven;
    const field = /^(password|code)_/.exec(proven.reason)?.[1];
    return field ? refuse({ fields: { [field]: proven.reason } }) : refuse(proven.reason);
  },
});

export const beginProof = personAction({
  input: z.object({}),
  run: async (person) => {
    const asked = await askForPasskey(person.personId, systemClock.now());
    return asked.options.allowCredentials?.length ? ok(asked) : refuse("no_passkey");
  },
});

export const proveWithPasskey = personAction({
  input: passkeyAnswerSchema,
  run: async (person, { challengeId, response }) => {
    const answer = { challengeId, response: response as unknown as AuthenticationResponseJSON };
    return rotated(await proveByPasskey(person, answer, systemClock.now()));
  },
});

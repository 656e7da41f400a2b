"use server";

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { ok, type Result, refuse } from "@/lib/base/result";
import { personAction, type Refusal } from "@/lib/identity/auth/action";
import { addPasskey, askForNewPasskey, askForPasskey, removePasskey } from "@/lib/identity/auth/passkeys";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { proveByPasskey, proveByPassword } from "@/lib/identity/auth/proof";
import { setSessionId } from "@/lib/identity/auth/request";
import { passkeyAnswerSchema, proofSchema } from "@/lib/identity/auth/schema";

async function rotated(result: Result<{ sessionId: string }, string>): Promise<Result<true, string>> {
  if (!result.ok) return result;
  await setSessionId(result.value.sessionId);
  return ok(true);
}

export const beginPasskey = personAction({
  input: z.object({}),
  needsProof: true,
  run: (person) => askForNewPasskey(person, systemClock.now()),
});

export const storePasskey = personAction({
  input: passkeyAnswerSchema,
  needsProof: true,
  run: async (person, { challengeId, response }) => {
    const answer = { challengeId, response: response as unknown as RegistrationResponseJSON };
    const added = await addPasskey(person, answer, (await headers()).get("user-agent"), systemClock.now());
    if (!added.ok) return added;
    await setSessionId(added.value.sessionId);
    revalidatePath("/", "layout");
    return ok({ recoveryCodes: added.value.recoveryCodes });
  },
});

export const dropPasskey = personAction({
  input: z.object({ id: z.string().max(1400) }),
  needsProof: true,
  run: async (person, { id }) => {
    const removed = await rotated(await removePasskey(person, id, systemClock.now()));
    if (removed.ok) revalidatePath("/", "layout");
    return removed;
  },
});

/** Those who signed in at an issuer have no password here. */
const byIssuer = ({ issuer }: CurrentPerson): boolean => issuer !== null;

export const proveWithPassword = personAction({
  input: proofSchema,
  run: async (person, input): Promise<Result<true, Refusal>> => {
    if (byIssuer(person)) return refuse("sign_in_again");
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

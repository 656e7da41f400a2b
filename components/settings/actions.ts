"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { renderSVG } from "uqr";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { ok, type Result, refuse } from "@/lib/base/result";
import { LOCALE_COOKIE } from "@/lib/i18n/locales";
import { updateProfile } from "@/lib/identity/accounts/mutations";
import { profileSchema } from "@/lib/identity/accounts/schema";
import { personAction, type Refusal } from "@/lib/identity/auth/action";
import {
  changePassword,
  confirmSecondFactor,
  prepareSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  revokeOtherSessions,
  revokeSession,
} from "@/lib/identity/auth/mutations";
import { setSessionId } from "@/lib/identity/auth/request";
import { changePasswordSchema, codeSchema, passwordSchema } from "@/lib/identity/auth/schema";
import { cookieAttributes } from "@/lib/identity/auth/token";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

export const saveProfile = personAction({
  input: profileSchema,
  run: async (person, input) => {
    await updateProfile(person, input);
    (await cookies()).set(LOCALE_COOKIE, input.locale, { ...cookieAttributes(), maxAge: YEAR_SECONDS });
    revalidatePath("/", "layout");
    return ok(true);
  },
});

/** Ends the session of another browser; the own one ends by signing out. */
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

/** A wrong password or code is reported at its field. */
function toldAt<Value>(field: string, result: Result<Value, string>): Result<Value, Refusal> {
  return !result.ok && /^(?:password|code)_wrong$/.test(result.reason) ? refuse({ fields: { [field]: result.reason } }) : result;
}

export const beginSecondFactor = personAction({
  input: passwordSchema,
  run: async (person, { password }) => {
    const prepared = await prepareSecondFactor(person, password);
    if (!prepared.ok) return toldAt<never>("password", prepared);
    const { secret, uri } = prepared.value;
    return ok({ secret, picture: renderSVG(uri, { border: 2 }) });
  },
});

export const switchSecondFactorOn = personAction({
  input: z.object({ code: codeSchema }),
  run: async (person, { code }) => {
    const confirmed = await confirmSecondFactor(person, code, systemClock.now());
    if (confirmed.ok) revalidatePath("/", "layout");
    return toldAt("code", confirmed);
  },
});

export const makeRecoveryCodes = personAction({
  input: passwordSchema,
  run: async (person, { password }) => {
    const renewed = await renewRecoveryCodes(person, password, systemClock.now());
    if (renewed.ok) revalidatePath("/", "layout");
    return toldAt("password", renewed);
  },
});

export const switchSecondFactorOff = personAction({
  input: passwordSchema,
  run: async (person, { password }) => {
    const removed = await removeSecondFactor(person, password, systemClock.now());
    if (removed.ok) revalidatePath("/", "layout");
    return toldAt("password", removed);
  },
});

export const choosePassword = personAction({
  input: changePasswordSchema,
  run: async (person, input) => {
    const changed = await changePassword(person, input, systemClock.now());
    if (changed.ok) {
      await setSessionId(changed.value.sessionId);
      revalidatePath("/", "layout");
      return ok({ endedSessions: changed.value.endedSessions });
    }
    if (changed.reason === "password_guessable") return refuse({ fields: { next: changed.reason } });
    return toldAt<never>("current", changed);
  },
});

"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { z } from "zod";
import { updateProfile } from "@/lib/accounts/mutations";
import { profileSchema } from "@/lib/accounts/schema";
import { personAction } from "@/lib/auth/action";
import { changePassword, revokeOtherSessions, revokeSession } from "@/lib/auth/mutations";
import { changePasswordSchema } from "@/lib/auth/schema";
import { cookieAttributes } from "@/lib/auth/token";
import { systemClock } from "@/lib/base/clock";
import { ok, refuse } from "@/lib/base/result";
import { LOCALE_COOKIE } from "@/lib/i18n/locales";

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

/** Ends another browser's session; this one is ended by signing out. */
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

export const choosePassword = personAction({
  input: changePasswordSchema,
  run: async (person, input) => {
    const changed = await changePassword(person, input, systemClock.now());
    if (!changed.ok) return refuse(changed.reason === "password_wrong" ? { fields: { current: changed.reason } } : changed.reason);
    revalidatePath("/", "layout");
    return changed;
  },
});

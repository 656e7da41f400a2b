"use server";

import { redirect } from "next/navigation";
import type { FormError } from "@/app/(auth)/refusal";
import { requestPasswordReset, resetPassword } from "@/lib/auth/mutations";
import { keepSession, ownBrowser } from "@/lib/auth/request";
import { emailSchema, newPasswordSchema } from "@/lib/auth/schema";
import { systemClock } from "@/lib/base/clock";

export interface ForgotState {
  /** What was typed, to be shown again. */
  email: string;
  /** The code of an address that is none. */
  field: string | null;
  error: FormError | null;
  /** The wish was taken; whether anybody has the address is not said. */
  isTaken: boolean;
}

/** Asks for a link to choose a new password. */
export async function askForReset(_before: ForgotState, form: FormData): Promise<ForgotState> {
  const email = String(form.get("email") ?? "").slice(0, 254);
  const state: ForgotState = { email, field: null, error: null, isTaken: false };
  const browser = await ownBrowser();
  if (!browser) return { ...state, error: { code: "foreign_origin", retryAfterSeconds: 0 } };
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success) return { ...state, field: "email_invalid" };
  const asked = await requestPasswordReset(parsed.data, browser, systemClock.now());
  return asked.ok ? { ...state, isTaken: true } : { ...state, error: asked.reason };
}

export interface ResetState {
  /** The code of a password that does not fit. */
  field: string | null;
  error: FormError | null;
}

/** Sets the password by the link of a mail, and signs in. */
export async function chooseNewPassword(token: string, _before: ResetState, form: FormData): Promise<ResetState> {
  const refused = (code: string): ResetState => ({ field: null, error: { code, retryAfterSeconds: 0 } });
  const browser = await ownBrowser();
  if (!browser) return refused("foreign_origin");
  const password = newPasswordSchema.safeParse(form.get("password"));
  if (!password.success) return { field: password.error.issues[0]?.message ?? "password_missing", error: null };
  const reset = await resetPassword({ token: String(token), password: password.data }, browser, systemClock.now());
  if (!reset.ok) return refused(reset.reason);
  await keepSession(reset.value.sessionId);
  redirect("/");
}

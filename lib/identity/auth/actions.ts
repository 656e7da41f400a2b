"use server";

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import { type FieldState, type FormError, fieldCodes } from "@/lib/identity/auth/form-error";
import { completeSignIn, confirmBrowser, requestLink, revokeSession, signOutEverywhere, startSession } from "@/lib/identity/auth/mutations";
import { type Asked, askForAnyPasskey, signInWithPasskey } from "@/lib/identity/auth/passkeys";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import {
  deleteSessionCookie,
  readPendingSignIn,
  sameOriginBrowser,
  setBrowserCookie,
  setPendingCookie,
  setSessionCookie,
} from "@/lib/identity/auth/request";
import { codePath, safeReturnPath } from "@/lib/identity/auth/return-path";
import { codeSchema, emailSchema, passkeyAnswerSchema, signInSchema } from "@/lib/identity/auth/schema";
import { currentPerson } from "@/lib/identity/auth/session";
import type { Browser } from "@/lib/identity/auth/sessions";

export interface SignInState {
  /** The submitted address, to be shown again; the password never is. */
  email: string;
  error: FormError | null;
  fields: { email?: string; password?: string };
  /** A link that confirms this browser was mailed, if the address has an account. */
  isMailed?: boolean;
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Signs in and redirects to the requested page, through the second factor if the person has one. Works without JavaScript. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = text(form, "email").slice(0, 254);
  const refused = (code: string, retryAfterSeconds = 0): SignInState => ({ email, error: { code, retryAfterSeconds }, fields: {} });
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  if (form.get("intent") === "confirm_browser") return mailConfirmation(email, browser);
  const input = signInSchema.safeParse({ email, password: text(form, "password") });
  if (!input.success) return { email, error: null, fields: fieldCodes(input.error) };
  const started = await startSession(input.data, browser, systemClock.now());
  if (!started.ok && started.reason.code === "code_needed") {
    await setPendingCookie(started.reason.pending);
    redirect(codePath(safeReturnPath(form.get("from"))));
  }
  if (!started.ok) return refused(started.reason.code, "retryAfterSeconds" in started.reason ? started.reason.retryAfterSeconds : 0);
  await setSessionCookie(started.value);
  redirect(safeReturnPath(form.get("from")) ?? "/");
}

async function mailConfirmation(typed: string, browser: Browser): Promise<SignInState> {
  const email = emailSchema.safeParse(typed);
  if (!email.success) return { email: typed, error: null, fields: { email: "email_invalid" } };
  const asked = await requestLink("confirm_browser", email.data, browser, systemClock.now());
  return { email: typed, fields: {}, ...(asked.ok ? { error: null, isMailed: true } : { error: asked.reason }) };
}

/** Makes this browser known with a mailed link; the page shows the reason for a refusal. */
export async function confirmThisBrowser(token: string): Promise<void> {
  const browser = await sameOriginBrowser();
  const confirmed = browser && (await confirmBrowser(String(token), browser, systemClock.now()));
  if (confirmed?.ok) await setBrowserCookie(confirmed.value.browserSecret);
  redirect(confirmed?.ok ? "/sign-in?confirmed=1" : `/sign-in/confirm/${encodeURIComponent(String(token))}`);
}

async function leave(end: (person: CurrentPerson) => Promise<unknown>): Promise<void> {
  if (!(await sameOriginBrowser())) return;
  const person = await currentPerson();
  if (person) await end(person);
  await deleteSessionCookie();
  redirect("/sign-in");
}

export const signOutOfEverything = async (): Promise<void> => leave((person) => signOutEverywhere(person, systemClock.now()));

/** Revokes the session in the database and deletes its cookie. */
export const signOut = async (): Promise<void> => leave((person) => revokeSession(person, person.sessionId, systemClock.now()));

/** Completes a sign-in with the second factor's code, after the password was correct. */
export async function signInWithCode(_before: FieldState, form: FormData): Promise<FieldState> {
  const refused = (code: string, retryAfterSeconds = 0): FieldState => ({ field: null, error: { code, retryAfterSeconds } });
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const code = codeSchema.safeParse(form.get("code") ?? "");
  if (!code.success) return { field: code.error.issues[0]?.message ?? "code_missing", error: null };
  const pending = await readPendingSignIn();
  if (!pending) return refused("code_late");
  const finished = await completeSignIn(pending, code.data, browser, systemClock.now());
  if (!finished.ok) {
    const { reason } = finished;
    if (reason.code === "code_wrong") return { field: reason.code, error: null };
    if (reason.code === "oidc_required") return refused(reason.code);
    return reason.code === "too_many_tries" ? refused(reason.code, reason.retryAfterSeconds) : refused("code_late");
  }
  await setSessionCookie(finished.value);
  redirect(safeReturnPath(form.get("from")) ?? "/");
}

const refused = (code: string, retryAfterSeconds = 0): { error: FormError } => ({ error: { code, retryAfterSeconds } });

/** A challenge for any passkey of this site. */
export async function beginPasskeySignIn(): Promise<Asked<PublicKeyCredentialRequestOptionsJSON> | { error: FormError }> {
  return (await sameOriginBrowser()) ? askForAnyPasskey(systemClock.now()) : refused("foreign_origin");
}

/** Signs in with a passkey alone and redirects to the requested page. */
export async function finishPasskeySignIn(answer: unknown, from: string | null): Promise<{ error: FormError }> {
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const input = passkeyAnswerSchema.safeParse(answer);
  if (!input.success) return refused("passkey_refused");
  const { challengeId, response } = input.data;
  const signedIn = { challengeId, response: response as unknown as AuthenticationResponseJSON };
  const started = await signInWithPasskey(signedIn, browser, systemClock.now());
  if (!started.ok) return refused(started.reason);
  await setSessionCookie(started.value);
  redirect(safeReturnPath(from) ?? "/");
}

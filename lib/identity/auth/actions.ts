"use server";

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { isFirstAccountLink } from "@/lib/identity/accounts/first-account";
import { signUp } from "@/lib/identity/accounts/mutations";
import { firstAccountSchema, signUpSchema } from "@/lib/identity/accounts/schema";
import { personAction } from "@/lib/identity/auth/action";
import { answerForm, enter, mailLink, refusalOf } from "@/lib/identity/auth/answer-form";
import { confirmEmailChange, requestEmailChange } from "@/lib/identity/auth/email-change";
import type { FormError, FormState } from "@/lib/identity/auth/form-state";
import {
  completeSignIn,
  confirmBrowser,
  resetPassword,
  revokeSession,
  signOutEverywhere,
  startSession,
} from "@/lib/identity/auth/mutations";
import { type Asked, askForAnyPasskey, signInWithPasskey } from "@/lib/identity/auth/passkeys";
import { orBusy } from "@/lib/identity/auth/password";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { deleteSessionCookie, readPendingSignIn, sameOriginBrowser, setBrowserCookie, setPendingCookie } from "@/lib/identity/auth/request";
import { codePath, safeReturnPath } from "@/lib/identity/auth/return-path";
import { codeSchema, emailSchema, newPasswordSchema, passkeyAnswerSchema, signInSchema } from "@/lib/identity/auth/schema";
import { currentPerson } from "@/lib/identity/auth/session";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

/** Signs in and redirects to the requested page, through the second factor if the person has one. Works without JavaScript. */
export async function signIn(_before: FormState, form: FormData): Promise<FormState> {
  if (form.get("intent") === "confirm_browser") return mailLink("confirm_browser", form);
  return answerForm(form, signInSchema.omit({ code: true }), async (input, browser) => {
    const started = await startSession(input, browser, systemClock.now());
    if (started.ok) return enter(started.value, form.get("from"));
    if (started.reason.code !== "code_needed") return refusalOf(started.reason);
    await setPendingCookie(started.reason.pending);
    redirect(codePath(safeReturnPath(form.get("from"))));
  });
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

/** Refusals of a code; after all others the sign-in begins again. */
const CODE_REFUSALS: readonly string[] = ["code_wrong", "too_many_tries", "oidc_required"];

/** Completes a sign-in with the second factor's code, after the password was correct. */
export async function signInWithCode(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, z.object({ code: codeSchema }), async ({ code }, browser) => {
    const pending = await readPendingSignIn();
    if (!pending) return refusalOf("code_late");
    const finished = await completeSignIn(pending, code, browser, systemClock.now());
    if (finished.ok) return enter(finished.value, form.get("from"));
    return refusalOf(CODE_REFUSALS.includes(finished.reason.code) ? finished.reason : "code_late");
  });
}

const refused = (code: string): { error: FormError } => ({ error: { code, retryAfterSeconds: 0 } });

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
  return enter(started.value, from);
}

export const requestReset = async (_before: FormState, form: FormData): Promise<FormState> => mailLink("password_reset", form);

export async function requestSignUp(_before: FormState, form: FormData): Promise<FormState> {
  if (!signUpIsOpen()) notFound();
  return mailLink("sign_up", form);
}

export async function chooseNewPassword(token: string, _before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, z.object({ password: newPasswordSchema }), async ({ password }, browser) => {
    const reset = await orBusy(resetPassword({ token: String(token), password }, browser, systemClock.now()));
    if (!reset.ok) return refusalOf(reset.reason);
    if (!("pending" in reset.value)) return enter(reset.value, null);
    await setPendingCookie(reset.value.pending);
    redirect(codePath(null));
  });
}

/** Creates an account and its merchant with the link that proves the address, or with that of the first account, then signs in. */
export async function createAccount(token: string, _before: FormState, form: FormData): Promise<FormState> {
  const isFirst = await isFirstAccountLink(String(token), systemClock.now());
  if (!isFirst && !signUpIsOpen()) notFound();
  return answerForm(form, isFirst ? firstAccountSchema : signUpSchema, async (input, browser) => {
    const made = await orBusy(signUp(token, input, browser, systemClock.now()));
    return made.ok ? enter(made.value, `/m/${made.value.merchantId}`) : refusalOf(made.reason);
  });
}

export const changeEmail = personAction({
  act: "email_changed",
  input: z.object({ email: emailSchema }),
  run: (person, { email }) => requestEmailChange(person, email, systemClock.now()),
});

/** Confirms one address with a mailed link; the page shows what follows. */
export async function confirmThisEmail(token: string): Promise<void> {
  const browser = await sameOriginBrowser();
  const confirmed = browser && (await confirmEmailChange(String(token), browser.address, systemClock.now()));
  const result = confirmed?.ok ? confirmed.value : (confirmed?.reason ?? "link_dead");
  redirect(`/confirm-email/${encodeURIComponent(String(token))}?${new URLSearchParams({ result })}`);
}

"use server";

import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { isFirstAccountLink } from "@/lib/identity/accounts/first-account";
import { signUp } from "@/lib/identity/accounts/mutations";
import { firstAccountSchema, signUpSchema } from "@/lib/identity/accounts/schema";
import type { LinkKind } from "@/lib/identity/auth/account-mail";
import { personAction } from "@/lib/identity/auth/action";
import { confirmEmailChange, requestEmailChange } from "@/lib/identity/auth/email-change";
import { type FieldState, type FormError, fieldCodes } from "@/lib/identity/auth/form-error";
import { requestLink, resetPassword } from "@/lib/identity/auth/mutations";
import { orBusy } from "@/lib/identity/auth/password";
import { sameOriginBrowser, setPendingCookie, setSessionCookie } from "@/lib/identity/auth/request";
import { codePath } from "@/lib/identity/auth/return-path";
import { emailSchema, newPasswordSchema } from "@/lib/identity/auth/schema";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export interface LinkState extends FieldState {
  /** The submitted address, to be shown again. */
  email: string;
  /** The request was accepted. Does not reveal whether the address has an account. */
  isTaken: boolean;
}

async function askFor(kind: LinkKind, form: FormData): Promise<LinkState> {
  const email = String(form.get("email") ?? "").slice(0, 254);
  const state: LinkState = { email, field: null, error: null, isTaken: false };
  const browser = await sameOriginBrowser();
  if (!browser) return { ...state, error: { code: "foreign_origin", retryAfterSeconds: 0 } };
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success) return { ...state, field: "email_invalid" };
  const asked = await requestLink(kind, parsed.data, browser, systemClock.now());
  return asked.ok ? { ...state, isTaken: true } : { ...state, error: asked.reason };
}

export const requestReset = async (_before: LinkState, form: FormData): Promise<LinkState> => askFor("password_reset", form);

export async function requestSignUp(_before: LinkState, form: FormData): Promise<LinkState> {
  if (!signUpIsOpen()) notFound();
  return askFor("sign_up", form);
}

export async function chooseNewPassword(token: string, _before: FieldState, form: FormData): Promise<FieldState> {
  const refused = (code: string): FieldState => ({ field: null, error: { code, retryAfterSeconds: 0 } });
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const password = newPasswordSchema.safeParse(form.get("password"));
  if (!password.success) return { field: password.error.issues[0]?.message ?? "password_missing", error: null };
  const reset = await orBusy(resetPassword({ token: String(token), password: password.data }, browser, systemClock.now()));
  if (!reset.ok) return reset.reason === "password_guessable" ? { field: reset.reason, error: null } : refused(reset.reason);
  if ("pending" in reset.value) {
    await setPendingCookie(reset.value.pending);
    redirect(codePath(null));
  }
  await setSessionCookie(reset.value);
  redirect("/");
}

export interface SignUpState {
  /** The submitted values, to be shown again; the password never is. `email` only for the first account. */
  email?: string;
  name: string;
  merchant: string;
  fields: { email?: string; name?: string; merchant?: string; password?: string };
  error: FormError | null;
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").slice(0, 200);

/** Creates an account and its merchant with the link that proves the address, or with that of the first account, then signs in. */
export async function createAccount(token: string, _before: SignUpState, form: FormData): Promise<SignUpState> {
  const isFirst = await isFirstAccountLink(String(token), systemClock.now());
  if (!isFirst && !signUpIsOpen()) notFound();
  const typed = { ...(isFirst ? { email: text(form, "email") } : {}), name: text(form, "name"), merchant: text(form, "merchant") };
  const refused = (code: string): SignUpState => ({ ...typed, fields: {}, error: { code, retryAfterSeconds: 0 } });
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const input = (isFirst ? firstAccountSchema : signUpSchema).safeParse({
    ...typed,
    password: form.get("password"),
    timeZone: form.get("timeZone"),
  });
  if (!input.success) return { ...typed, fields: fieldCodes(input.error), error: null };
  const made = await orBusy(signUp(token, input.data, browser, systemClock.now()));
  if (!made.ok)
    return made.reason === "password_guessable" ? { ...typed, fields: { password: made.reason }, error: null } : refused(made.reason);
  await setSessionCookie(made.value);
  redirect(`/m/${made.value.merchantId}`);
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

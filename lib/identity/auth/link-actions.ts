"use server";

import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { isFirstAccountLink } from "@/lib/identity/accounts/first-account";
import { signUp } from "@/lib/identity/accounts/mutations";
import { firstAccountSchema, signUpSchema } from "@/lib/identity/accounts/schema";
import { personAction } from "@/lib/identity/auth/action";
import { answerForm, enter, mailLink, refusalOf } from "@/lib/identity/auth/answer-form";
import { confirmEmailChange, requestEmailChange } from "@/lib/identity/auth/email-change";
import type { FormState } from "@/lib/identity/auth/form-state";
import { resetPassword } from "@/lib/identity/auth/mutations";
import { orBusy } from "@/lib/identity/auth/password";
import { sameOriginBrowser, setPendingCookie } from "@/lib/identity/auth/request";
import { codePath } from "@/lib/identity/auth/return-path";
import { emailSchema, newPasswordSchema } from "@/lib/identity/auth/schema";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

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

"use server";

import { notFound, redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import { signUp } from "@/lib/identity/accounts/mutations";
import { signUpSchema } from "@/lib/identity/accounts/schema";
import { type FormError, fieldCodes } from "@/lib/identity/auth/form-error";
import { orBusy } from "@/lib/identity/auth/password";
import { sameOriginBrowser, setSessionCookie } from "@/lib/identity/auth/request";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export interface SignUpState {
  /** The submitted values, shown again; the password never is. */
  name: string;
  merchant: string;
  fields: { name?: string; merchant?: string; password?: string };
  error: FormError | null;
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").slice(0, 200);

/** Creates an account and its merchant with the link that proves the address, then signs in. */
export async function createAccount(token: string, _before: SignUpState, form: FormData): Promise<SignUpState> {
  if (!signUpIsOpen()) notFound();
  const typed = { name: text(form, "name"), merchant: text(form, "merchant") };
  const refused = (code: string): SignUpState => ({ ...typed, fields: {}, error: { code, retryAfterSeconds: 0 } });
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const input = signUpSchema.safeParse({ ...typed, password: form.get("password"), timeZone: form.get("timeZone") });
  if (!input.success) return { ...typed, fields: fieldCodes(input.error), error: null };
  const made = await orBusy(signUp(token, input.data, browser, systemClock.now()));
  if (!made.ok)
    return made.reason === "password_guessable" ? { ...typed, fields: { password: made.reason }, error: null } : refused(made.reason);
  await setSessionCookie(made.value);
  redirect(`/m/${made.value.merchantId}`);
}

"use server";

import { notFound } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import type { LinkKind } from "@/lib/identity/auth/account-mail";
import type { FormError } from "@/lib/identity/auth/form-error";
import { requestLink } from "@/lib/identity/auth/mutations";
import { ownBrowser } from "@/lib/identity/auth/request";
import { emailSchema } from "@/lib/identity/auth/schema";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export interface LinkState {
  /** What was typed, to be shown again. */
  email: string;
  /** The code of an address that is none. */
  field: string | null;
  error: FormError | null;
  /** The wish was taken; whether anybody has the address is not said. */
  isTaken: boolean;
}

async function askFor(kind: LinkKind, form: FormData): Promise<LinkState> {
  const email = String(form.get("email") ?? "").slice(0, 254);
  const state: LinkState = { email, field: null, error: null, isTaken: false };
  const browser = await ownBrowser();
  if (!browser) return { ...state, error: { code: "foreign_origin", retryAfterSeconds: 0 } };
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success) return { ...state, field: "email_invalid" };
  const asked = await requestLink(kind, parsed.data, browser, systemClock.now());
  return asked.ok ? { ...state, isTaken: true } : { ...state, error: asked.reason };
}

/** Asks for a link to choose a new password. */
export const askForReset = async (_before: LinkState, form: FormData): Promise<LinkState> => askFor("password_reset", form);

/** Asks for a link to make an account. */
export async function askForSignUp(_before: LinkState, form: FormData): Promise<LinkState> {
  if (!signUpIsOpen()) notFound();
  return askFor("sign_up", form);
}

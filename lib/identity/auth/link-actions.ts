"use server";

import { notFound } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import type { LinkKind } from "@/lib/identity/auth/account-mail";
import type { FormError } from "@/lib/identity/auth/form-error";
import { requestLink } from "@/lib/identity/auth/mutations";
import { sameOriginBrowser } from "@/lib/identity/auth/request";
import { emailSchema } from "@/lib/identity/auth/schema";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export interface LinkState {
  /** The submitted address, shown again. */
  email: string;
  field: string | null;
  error: FormError | null;
  /** The request was accepted; whether the address has an account is not revealed. */
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

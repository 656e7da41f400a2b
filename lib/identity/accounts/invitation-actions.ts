"use server";

import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import { acceptAsNewcomer, acceptInvitation } from "@/lib/identity/accounts/mutations";
import { newcomerSchema } from "@/lib/identity/accounts/schema";
import { type FormError, fieldCodes } from "@/lib/identity/auth/form-error";
import { revokeSession } from "@/lib/identity/auth/mutations";
import { orBusy } from "@/lib/identity/auth/password";
import { deleteSessionCookie, sameOriginBrowser, setSessionCookie } from "@/lib/identity/auth/request";
import { currentPerson } from "@/lib/identity/auth/session";

const pageOf = (token: string) => `/invitation/${encodeURIComponent(token)}` as const;

/** Accepts with the signed-in account; the page shows the reason for a refusal. */
export async function acceptHere(token: string): Promise<void> {
  const person = (await sameOriginBrowser()) && (await currentPerson());
  const accepted = person && (await acceptInvitation(person, token, systemClock.now()));
  redirect(accepted?.ok ? `/m/${accepted.value.merchantId}` : pageOf(token));
}

export async function signOutForInvitation(token: string): Promise<void> {
  const person = (await sameOriginBrowser()) && (await currentPerson());
  if (person) {
    await revokeSession(person, person.sessionId, systemClock.now());
    await deleteSessionCookie();
  }
  redirect(pageOf(token));
}

export interface NewcomerState {
  /** The submitted name, to be shown again; the password never is. */
  name: string;
  fields: { name?: string; password?: string };
  error: FormError | null;
}

export async function acceptAsNew(token: string, _before: NewcomerState, form: FormData): Promise<NewcomerState> {
  const name = String(form.get("name") ?? "").slice(0, 120);
  const refused = (code: string): NewcomerState => ({ name, fields: {}, error: { code, retryAfterSeconds: 0 } });
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const input = newcomerSchema.safeParse({ name, password: form.get("password") });
  if (!input.success) return { name, fields: fieldCodes(input.error), error: null };
  const accepted = await orBusy(acceptAsNewcomer(token, input.data, browser, systemClock.now()));
  if (!accepted.ok)
    return accepted.reason === "password_guessable"
      ? { name, fields: { password: accepted.reason }, error: null }
      : refused(accepted.reason);
  await setSessionCookie(accepted.value);
  redirect(`/m/${accepted.value.merchantId}`);
}

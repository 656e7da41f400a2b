"use server";

import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import { acceptAsNewcomer, acceptInvitation } from "@/lib/identity/accounts/mutations";
import { newcomerSchema } from "@/lib/identity/accounts/schema";
import { answerForm, enter, refusalOf } from "@/lib/identity/auth/answer-form";
import type { FormState } from "@/lib/identity/auth/form-state";
import { revokeSession } from "@/lib/identity/auth/mutations";
import { orBusy } from "@/lib/identity/auth/password";
import { deleteSessionCookie, sameOriginBrowser } from "@/lib/identity/auth/request";
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

export async function acceptAsNew(token: string, _before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, newcomerSchema, async (input, browser) => {
    const accepted = await orBusy(acceptAsNewcomer(token, input, browser, systemClock.now()));
    return accepted.ok ? enter(accepted.value, `/m/${accepted.value.merchantId}`) : refusalOf(accepted.reason);
  });
}

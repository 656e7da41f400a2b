"use server";

import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import type { FormError } from "@/lib/identity/auth/form-error";
import { resetPassword } from "@/lib/identity/auth/mutations";
import { orBusy } from "@/lib/identity/auth/password";
import { sameOriginBrowser, setPendingCookie, setSessionCookie } from "@/lib/identity/auth/request";
import { codePath } from "@/lib/identity/auth/return-path";
import { newPasswordSchema } from "@/lib/identity/auth/schema";

export interface ResetState {
  field: string | null;
  error: FormError | null;
}

export async function chooseNewPassword(token: string, _before: ResetState, form: FormData): Promise<ResetState> {
  const refused = (code: string): ResetState => ({ field: null, error: { code, retryAfterSeconds: 0 } });
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

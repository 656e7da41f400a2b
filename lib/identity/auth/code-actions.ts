"use server";

import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import type { FormError } from "@/lib/identity/auth/form-error";
import { completeSignIn } from "@/lib/identity/auth/mutations";
import { readPendingSignIn, sameOriginBrowser, setSessionCookie } from "@/lib/identity/auth/request";
import { safeReturnPath } from "@/lib/identity/auth/return-path";
import { codeSchema } from "@/lib/identity/auth/schema";

export interface CodeState {
  field: string | null;
  error: FormError | null;
}

/** Completes a sign-in with the code of the second factor, after the password was right. */
export async function signInWithCode(_before: CodeState, form: FormData): Promise<CodeState> {
  const refused = (code: string, retryAfterSeconds = 0): CodeState => ({ field: null, error: { code, retryAfterSeconds } });
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

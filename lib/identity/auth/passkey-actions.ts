"use server";

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import type { FormError } from "@/lib/identity/auth/form-error";
import { type Asked, askForPasskey, countChallenge, signInWithPasskey } from "@/lib/identity/auth/passkeys";
import { sameOriginBrowser, setSessionCookie } from "@/lib/identity/auth/request";
import { safeReturnPath } from "@/lib/identity/auth/return-path";
import { passkeyAnswerSchema } from "@/lib/identity/auth/schema";

const refused = (code: string, retryAfterSeconds = 0): { error: FormError } => ({ error: { code, retryAfterSeconds } });

/** A challenge for any passkey of this site. */
export async function beginPasskeySignIn(): Promise<Asked<PublicKeyCredentialRequestOptionsJSON> | { error: FormError }> {
  const browser = await sameOriginBrowser();
  if (!browser) return refused("foreign_origin");
  const retryAfterSeconds = await countChallenge(browser.address);
  return retryAfterSeconds === null ? askForPasskey(null, systemClock.now()) : refused("too_many_tries", retryAfterSeconds);
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
  await setSessionCookie(started.value);
  redirect(safeReturnPath(from) ?? "/");
}

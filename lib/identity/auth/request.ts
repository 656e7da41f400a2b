import "server-only";
import { cookies, headers } from "next/headers";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";
import { browserOf } from "@/lib/identity/auth/browser";
import { isSameOrigin } from "@/lib/identity/auth/origin";
import type { Browser } from "@/lib/identity/auth/sessions";
import {
  cookieAttributes,
  decodePending,
  encodePending,
  encodeSession,
  PENDING_COOKIE,
  PENDING_SECONDS,
  type PendingSignIn,
  SESSION_SECONDS,
  sessionCookieName,
} from "@/lib/identity/auth/token";

/** The browser of this request; a language that was chosen in it takes precedence. */
export async function requestBrowser(): Promise<Browser> {
  const requestHeaders = await headers();
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return { ...browserOf((name) => requestHeaders.get(name)), ...(isLocale(chosen) ? { locale: chosen } : {}) };
}

/** The browser of a same-origin request, else null. */
export async function sameOriginBrowser(): Promise<Browser | null> {
  const requestHeaders = await headers();
  return isSameOrigin((name) => requestHeaders.get(name)) ? requestBrowser() : null;
}

/** Sets the session cookie and ends the pending sign-in. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const jar = await cookies();
  jar.delete(PENDING_COOKIE);
  jar.set(sessionCookieName(), await encodeSession(sessionId), { ...cookieAttributes(), maxAge: SESSION_SECONDS });
}

/** Sets the cookie of a sign-in that still needs a code. */
export async function setPendingCookie(pending: PendingSignIn): Promise<void> {
  (await cookies()).set(PENDING_COOKIE, await encodePending(pending), { ...cookieAttributes(), maxAge: PENDING_SECONDS });
}

export const readPendingSignIn = async (): Promise<PendingSignIn | null> => decodePending((await cookies()).get(PENDING_COOKIE)?.value);

import { DAY_SECONDS } from "@/lib/base/units";
import "server-only";
import { cookies, headers } from "next/headers";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";
import { browserOf } from "@/lib/identity/auth/browser";
import { BROWSER_DAYS } from "@/lib/identity/auth/known-browsers";
import { isSameOrigin } from "@/lib/identity/auth/origin";
import type { Browser, StartedSession } from "@/lib/identity/auth/sessions";
import {
  browserCookieName,
  cookieAttributes,
  decodePending,
  encodePending,
  encodeSession,
  PENDING_SECONDS,
  type PendingSignIn,
  pendingCookieName,
  sessionCookieName,
  sessionSeconds,
} from "@/lib/identity/auth/token";

/** The browser of this request; a language chosen in it takes precedence. */
export async function requestBrowser(): Promise<Browser> {
  const requestHeaders = await headers();
  const jar = await cookies();
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const secret = jar.get(browserCookieName())?.value ?? null;
  return { ...browserOf((name) => requestHeaders.get(name)), ...(isLocale(chosen) ? { locale: chosen } : {}), secret };
}

/** Whether the request that runs a server action comes from our own origin. */
export async function comesFromHere(): Promise<boolean> {
  const requestHeaders = await headers();
  return isSameOrigin((name) => requestHeaders.get(name));
}

/** The browser of a same-origin request, else null. */
export const sameOriginBrowser = async (): Promise<Browser | null> => ((await comesFromHere()) ? requestBrowser() : null);

export async function setBrowserCookie(secret: string): Promise<void> {
  (await cookies()).set(browserCookieName(), secret, { ...cookieAttributes(), maxAge: BROWSER_DAYS * DAY_SECONDS });
}

/** Sets the cookies of a started session and ends the pending sign-in. */
export async function setSessionCookie({ sessionId, browserSecret }: StartedSession): Promise<void> {
  const jar = await cookies();
  jar.delete({ name: pendingCookieName(), ...cookieAttributes() });
  await setBrowserCookie(browserSecret);
  await setSessionId(sessionId);
}

/** Browsers delete a cookie with the prefix `__Host-` only if the response repeats its attributes. */
export async function deleteSessionCookie(): Promise<void> {
  (await cookies()).delete({ name: sessionCookieName(), ...cookieAttributes() });
}

/** Sets the session cookie, also after a proof replaced the session's id. */
export async function setSessionId(sessionId: string): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookieName(), await encodeSession(sessionId), { ...cookieAttributes(), maxAge: sessionSeconds() });
}

export async function setPendingCookie(pending: PendingSignIn): Promise<void> {
  (await cookies()).set(pendingCookieName(), await encodePending(pending), { ...cookieAttributes(), maxAge: PENDING_SECONDS });
}

export const readPendingSignIn = async (): Promise<PendingSignIn | null> =>
  decodePending((await cookies()).get(pendingCookieName())?.value);

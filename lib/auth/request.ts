import "server-only";
import { cookies, headers } from "next/headers";
import { browserOf } from "@/lib/auth/browser";
import { isSameOrigin } from "@/lib/auth/origin";
import type { Browser } from "@/lib/auth/sessions";
import { cookieAttributes, encodeSession, SESSION_SECONDS, sessionCookieName } from "@/lib/auth/token";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";

/** The browser of this request, with the language that was chosen in it; null when the request comes from a page of somebody else. */
export async function ownBrowser(): Promise<Browser | null> {
  const requestHeaders = await headers();
  const header = (name: string): string | null => requestHeaders.get(name);
  if (!isSameOrigin(header)) return null;
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return { ...browserOf(header), ...(isLocale(chosen) ? { locale: chosen } : {}) };
}

/** Hands a session that has just begun to the browser of this request. */
export async function keepSession(sessionId: string): Promise<void> {
  (await cookies()).set(sessionCookieName(), await encodeSession(sessionId), { ...cookieAttributes(), maxAge: SESSION_SECONDS });
}

import { createHash } from "node:crypto";
import { decode, encode, type JWT } from "next-auth/jwt";
import { z } from "zod";
import { DAY_SECONDS, SECOND_MS } from "@/lib/base/units";
import { env } from "@/lib/infra/env";
import { signingKeys } from "@/lib/infra/signing-keys";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Size of the cache; decrypting a token derives its key each time, which is expensive. */
const REMEMBERED = 10_000;
/** Sessions and their expiry in milliseconds, by digest of the token. */
const opened = new Map<string, { sessionId: string; until: number }>();

/** The payload of a token encrypted with one of the keys, or null if it is invalid or expired. */
export async function decodeToken(token: string, keys: readonly string[]): Promise<JWT | null> {
  for (const secret of keys) {
    const payload = await decode({ token, secret }).catch(() => null);
    if (payload) return payload;
  }
  return null;
}

/** The session id in a token, or null if it is invalid or expired. The database knows whether the session is still active. */
export async function decodeSession(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const keys = signingKeys("session");
  const digest = createHash("sha256").update(keys.join()).update("\0").update(token).digest("base64url");
  const known = opened.get(digest);
  if (known && known.until > Date.now()) return known.sessionId;
  const { sessionId, exp } = (await decodeToken(token, keys)) ?? {};
  if (typeof sessionId !== "string" || !UUID.test(sessionId)) return null;
  if (opened.size >= REMEMBERED) opened.clear();
  if (typeof exp === "number") opened.set(digest, { sessionId, until: exp * SECOND_MS });
  return sessionId;
}

/** Lifetime of the cookie; the database ends sessions earlier (session-limits.ts). */
export const sessionSeconds = (): number => env().SESSION_DAYS * DAY_SECONDS;

const isSecure = (): boolean => (env().NEXTAUTH_URL ?? "").startsWith("https://");

/** On https, a prefix that restricts the cookie to this host and all paths. */
const hostCookie = (name: string): string => (isSecure() ? `__Host-${name}` : name);

export const sessionCookieName = (): string => hostCookie("next-auth.session-token");

/** Cookie with the secret that makes a browser known (known-browsers.ts). */
export const browserCookieName = (): string => hostCookie("mooring.browser");

/** next-auth's cookie with the URL to return to after sign-in. */
export const callbackCookieName = (): string => hostCookie("next-auth.callback-url");

export const cookieAttributes = () => ({ httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/" }) as const;

/** next-auth's encrypted token, which contains only the session id. */
export const encodeSession = (sessionId: string): Promise<string> =>
  encode({ token: { sessionId }, secret: signingKeys("session")[0], maxAge: sessionSeconds() });

/** A sign-in with the correct password that still needs the second factor's code. */
export interface PendingSignIn {
  personId: string;
  /** Detects a password change after the comparison. */
  passwordMark: string;
}

export const PENDING_SECONDS = 5 * 60;
export const pendingCookieName = (): string => hostCookie("mooring.sign-in");
const pendingSchema = z.object({ personId: z.uuid(), passwordMark: z.string() });

export const encodePending = ({ personId, passwordMark }: PendingSignIn): Promise<string> =>
  encode({ token: { personId, passwordMark }, secret: signingKeys("pending_sign_in")[0], maxAge: PENDING_SECONDS });

export async function decodePending(token: string | undefined): Promise<PendingSignIn | null> {
  if (!token) return null;
  const payload = await decodeToken(token, signingKeys("pending_sign_in"));
  const parsed = pendingSchema.safeParse(payload);
  return parsed.success ? parsed.data : null;
}

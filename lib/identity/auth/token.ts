import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { openSessionToken, sessionCookieFor } from "@/lib/identity/auth/session-token";
import { env, required } from "@/lib/infra/env";

/** How long a session lasts, whatever happens. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

const isSecure = (): boolean => (env().NEXTAUTH_URL ?? "").startsWith("https://");

export const sessionCookieName = (): string => sessionCookieFor(isSecure());

/** The name of the cookie in which next-auth keeps where the browser goes after signing in. */
export const callbackCookieName = (): string => (isSecure() ? "__Secure-next-auth.callback-url" : "next-auth.callback-url");

export const cookieAttributes = () => ({ httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/" }) as const;

/** The encrypted token of next-auth that names a session row and says nothing else. */
export const encodeSession = (sessionId: string): Promise<string> =>
  encode({ token: { sessionId }, secret: required("NEXTAUTH_SECRET"), maxAge: SESSION_SECONDS });

/** Who has typed the right password and owes the code of their app. */
export interface PendingSignIn {
  personId: string;
  /** Tells that password from a later one. */
  passwordMark: string;
}

/** How long a code may be waited for. */
export const PENDING_SECONDS = 5 * 60;
export const PENDING_COOKIE = "mooring.sign-in";
/** Another key than that of sessions: neither token passes for the other. */
const PENDING_SALT = "second-factor";
const pendingSchema = z.object({ personId: z.uuid(), passwordMark: z.string() });

export const encodePending = ({ personId, passwordMark }: PendingSignIn): Promise<string> =>
  encode({ token: { personId, passwordMark }, secret: required("NEXTAUTH_SECRET"), maxAge: PENDING_SECONDS, salt: PENDING_SALT });

export async function decodePending(token: string | undefined): Promise<PendingSignIn | null> {
  if (!token) return null;
  const payload = await decode({ token, secret: required("NEXTAUTH_SECRET"), salt: PENDING_SALT }).catch(() => null);
  const parsed = pendingSchema.safeParse(payload);
  return parsed.success ? parsed.data : null;
}

/** The session that a token names, or null for anything that is not a token of ours, or too old. */
export const decodeSession = (token: string | undefined): Promise<string | null> => openSessionToken(token, required("NEXTAUTH_SECRET"));

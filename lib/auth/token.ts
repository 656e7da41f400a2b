import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { env, required } from "@/lib/system/env";

/** How long a session lasts, whatever happens. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

const isSecure = (): boolean => (env().NEXTAUTH_URL ?? "").startsWith("https://");

/** The name that next-auth gives its cookie: with the prefix that only a secure origin may set where there is one. */
export const sessionCookieName = (): string => (isSecure() ? "__Secure-next-auth.session-token" : "next-auth.session-token");

export const cookieAttributes = () => ({ httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/" }) as const;

const payloadSchema = z.object({ sessionId: z.uuid() });

/** The encrypted token of next-auth that names a session row and says nothing else. */
export const encodeSession = (sessionId: string): Promise<string> =>
  encode({ token: { sessionId }, secret: required("NEXTAUTH_SECRET"), maxAge: SESSION_SECONDS });

/** The session that a token names, or null for anything that is not a token of ours, or too old. */
export async function decodeSession(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const payload = await decode({ token, secret: required("NEXTAUTH_SECRET") }).catch(() => null);
  const parsed = payloadSchema.safeParse(payload);
  return parsed.success ? parsed.data.sessionId : null;
}

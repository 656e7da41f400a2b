import { createHash } from "node:crypto";
import { decode } from "next-auth/jwt";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The name that next-auth gives its cookie: with the prefix that only a secure origin may set where there is one. */
export const sessionCookieFor = (isSecure: boolean): string => (isSecure ? "__Secure-next-auth.session-token" : "next-auth.session-token");

/** Deriving the key of a token for every request costs more than reading it. */
const REMEMBERED = 10_000;
/** By the digest of a token: its session, and until when it is valid (milliseconds). */
const opened = new Map<string, { sessionId: string; until: number }>();

/**
 * The session that a token of next-auth names, or null for anything that is not a token of this secret, or too old. Whether that session still
 * counts only the database knows.
 */
export async function openSessionToken(token: string | undefined, secret: string): Promise<string | null> {
  if (!token) return null;
  const digest = createHash("sha256").update(secret).update("\0").update(token).digest("base64url");
  const known = opened.get(digest);
  if (known && known.until > Date.now()) return known.sessionId;
  const { sessionId, exp } = (await decode({ token, secret }).catch(() => null)) ?? {};
  if (typeof sessionId !== "string" || !UUID.test(sessionId)) return null;
  if (opened.size >= REMEMBERED) opened.clear();
  if (typeof exp === "number") opened.set(digest, { sessionId, until: exp * 1000 });
  return sessionId;
}

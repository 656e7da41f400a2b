import { createHash } from "node:crypto";
import { decode, type JWT } from "next-auth/jwt";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Decrypting a token derives its key each time, which is expensive. */
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

/** The session id in a token, or null if it is invalid or expired. Whether the session is still active is stored in the database. */
export async function openSessionToken(token: string | undefined, keys: readonly string[]): Promise<string | null> {
  if (!token) return null;
  const digest = createHash("sha256").update(keys.join()).update("\0").update(token).digest("base64url");
  const known = opened.get(digest);
  if (known && known.until > Date.now()) return known.sessionId;
  const { sessionId, exp } = (await decodeToken(token, keys)) ?? {};
  if (typeof sessionId !== "string" || !UUID.test(sessionId)) return null;
  if (opened.size >= REMEMBERED) opened.clear();
  if (typeof exp === "number") opened.set(digest, { sessionId, until: exp * 1000 });
  return sessionId;
}

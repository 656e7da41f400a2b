import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken, isToken, newToken } from "@/lib/infra/secret-token";

// Browsers in which a person has signed in. The cookie holds a random secret, the table its hash.

export const BROWSER_DAYS = 180;

/** The browser's secret if it is known for the account with the address, else null. */
export async function knownSecret(email: string, secret: string | null | undefined): Promise<string | null> {
  if (!secret || !isToken(secret)) return null;
  const tokenHash = hashToken(secret);
  const known = await inPlatform((tx) => tx.knownBrowser.count({ where: { tokenHash, person: { email } } }));
  return known > 0 ? secret : null;
}

/** Makes the browser known for the person. @returns the secret for its cookie, and whether the browser was unknown before */
export async function rememberBrowser(tx: Transaction, personId: string, secret: string | null | undefined, now: Date) {
  const old = secret && isToken(secret) ? { secret, tokenHash: hashToken(secret) } : null;
  if (old) {
    const { count } = await tx.knownBrowser.updateMany({ where: { tokenHash: old.tokenHash, personId }, data: { lastUsedAt: now } });
    if (count > 0) return { secret: old.secret, isNew: false };
  }
  // A secret planted in the browser must not become known for the person: people sharing a browser get separate secrets.
  const fresh = newToken();
  const tokenHash = hashToken(fresh);
  if (old) await tx.knownBrowser.updateMany({ where: { tokenHash: old.tokenHash }, data: { tokenHash } });
  await tx.knownBrowser.create({ data: { tokenHash, personId, lastUsedAt: now } });
  return { secret: fresh, isNew: true };
}

export async function forgetBrowsers(tx: Transaction, personId: string): Promise<void> {
  await tx.knownBrowser.deleteMany({ where: { personId } });
}

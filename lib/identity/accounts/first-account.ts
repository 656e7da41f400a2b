import { HOUR_MS } from "@/lib/base/units";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken, isToken, newToken } from "@/lib/infra/secret-token";

/** A link printed at the start of an installation without accounts: its user chooses the address, which nothing has confirmed. */
export const FIRST_ACCOUNT = "first_account";
const HOURS = 24;

const hasAccount = async (tx: Transaction): Promise<boolean> => (await tx.person.findFirst({ select: { id: true } })) !== null;

/** A link that creates the first account once. It replaces earlier ones. @returns its token; null if there is an account */
export function offerFirstAccount(now: Date): Promise<string | null> {
  return inPlatform(async (tx) => {
    if (await hasAccount(tx)) return null;
    const token = newToken();
    const link = { tokenHash: hashToken(token), expiresAt: new Date(now.getTime() + HOURS * HOUR_MS) };
    const key = { kind: FIRST_ACCOUNT, email: "" };
    await tx.mailedLink.upsert({ where: { kind_email: key }, create: { ...key, ...link }, update: link });
    return token;
  });
}

/** Whether a token creates the first account. An account created meanwhile makes it invalid. */
export async function isFirstAccountLink(token: string, now: Date): Promise<boolean> {
  if (!isToken(token)) return false;
  const where = { kind: FIRST_ACCOUNT, tokenHash: hashToken(token), expiresAt: { gt: now } };
  return inPlatform(async (tx) => (await tx.mailedLink.findFirst({ where })) !== null && !(await hasAccount(tx)));
}

import type { Locale } from "@/lib/i18n/locales";
import { personActor } from "@/lib/identity/accounts/actor";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { SESSION_SECONDS } from "@/lib/identity/auth/token";
import type { Transaction } from "@/lib/infra/db";

// Sessions within a transaction of the caller's, which is the platform's.

export interface Browser {
  address: string;
  userAgent: string | null;
  /** What it is set to, or what was chosen in it; null for a language that we do not speak. */
  locale: Locale | null;
}

export interface SessionOwner {
  id: string;
  name: string;
  isStaff: boolean;
}

/** Starts a session of somebody who has just proven who they are, to us or to `issuer`. */
export async function openSession(
  tx: Transaction,
  { id, name, isStaff }: SessionOwner,
  browser: Browser,
  now: Date,
  issuer?: { issuer: string; subject: string },
): Promise<string> {
  const who = { actor: personActor({ personId: id, name, isStaff }), sourceAddress: browser.address };
  if (issuer) {
    const details = { issuer: issuer.issuer, subject: issuer.subject };
    await recordPlatformEvent(tx, { ...who, action: "session_started_oidc", details });
  } else await recordPlatformEvent(tx, { ...who, action: "session_started" });
  const session = await tx.session.create({
    data: {
      personId: id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
      userAgent: browser.userAgent?.slice(0, 300) ?? null,
      locale: browser.locale,
      issuer: issuer?.issuer ?? null,
    },
    select: { id: true },
  });
  return session.id;
}

/** Ends every session of a person but `except`. @returns how many counted until now */
export async function endSessions(tx: Transaction, personId: string, now: Date, except: string | null): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { personId, revokedAt: null, expiresAt: { gt: now }, ...(except === null ? {} : { id: { not: except } }) },
    data: { revokedAt: now },
  });
  return count;
}

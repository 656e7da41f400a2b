import { randomUUID } from "node:crypto";
import type { Locale } from "@/lib/i18n/locales";
import { whoIs } from "@/lib/identity/accounts/actor";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { queueAccountMail } from "@/lib/identity/auth/account-mail";
import { rememberBrowser } from "@/lib/identity/auth/known-browsers";
import { sessionEnd } from "@/lib/identity/auth/session-limits";
import { recordSignInEvent } from "@/lib/identity/auth/sign-in-events";
import type { Transaction } from "@/lib/infra/db";

// Sessions within the caller's platform transaction.

export interface Browser {
  address: string;
  userAgent: string | null;
  /** The browser's setting, or the language chosen in it; null if unsupported. */
  locale: Locale | null;
  /** The secret in its cookie (known-browsers.ts). */
  secret?: string | null;
}

/** What the browser gets: the session's id and the secret that makes it known. */
export interface StartedSession {
  sessionId: string;
  browserSecret: string;
}

export interface SessionOwner {
  id: string;
  name: string;
  isStaff: boolean;
  /** Recipient of a mail about a sign-in from an unknown browser; null if another mail reports it or the account is new. */
  notified: string | null;
}

interface IssuerSignIn {
  issuer: string;
  subject: string;
  authenticatedAt: Date | null;
}

/** Starts the session of an authenticated person and remembers the browser; `issuer` if they signed in through OpenID Connect. */
export async function openSession(
  tx: Transaction,
  { id, name, isStaff, notified }: SessionOwner,
  browser: Browser,
  now: Date,
  issuer?: IssuerSignIn,
): Promise<StartedSession> {
  const who = whoIs({ personId: id, name, isStaff, sourceAddress: browser.address });
  const byIssuer = issuer && { action: "session_started_oidc" as const, details: { issuer: issuer.issuer, subject: issuer.subject } };
  await recordPlatformEvent(tx, who, byIssuer ?? { action: "session_started" });
  if (browser.locale !== null) await tx.person.updateMany({ where: { id, mailLocale: null }, data: { mailLocale: browser.locale } });
  const session = await tx.session.create({
    data: {
      personId: id,
      createdAt: now,
      expiresAt: sessionEnd({ isStaff }, now),
      lastUsedAt: now,
      provenAt: new Date(Math.min(now.getTime(), issuer?.authenticatedAt?.getTime() ?? Number.POSITIVE_INFINITY)),
      userAgent: browser.userAgent?.slice(0, 300) ?? null,
      locale: browser.locale,
      issuer: issuer?.issuer ?? null,
    },
    select: { id: true },
  });
  await recordSignInEvent(tx, "signed_in", id, browser, now);
  const { secret, isNew } = await rememberBrowser(tx, id, browser.secret, now);
  if (isNew && notified !== null)
    await queueAccountMail(tx, { kind: "new_browser", subject: notified, locale: browser.locale, sourceAddress: browser.address }, now);
  return { sessionId: session.id, browserSecret: secret };
}

/** Ends every session of a person except `except`. @returns how many were active */
export async function endSessions(tx: Transaction, personId: string, now: Date, except: string | null): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { personId, revokedAt: null, expiresAt: { gt: now }, ...(except === null ? {} : { id: { not: except } }) },
    data: { revokedAt: now },
  });
  return count;
}

/** Replaces the session's id, so that no copy of the cookie gets the new rights. Visits move to the new id. @returns it */
export async function rotateSession(tx: Transaction, sessionId: string): Promise<string> {
  const id = randomUUID();
  await tx.session.update({ where: { id: sessionId }, data: { id } });
  return id;
}

import { afterCursor, type ListCursor } from "@/lib/base/list-cursor";
import { MINUTE_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import type { LinkKind } from "@/lib/identity/auth/account-mail";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { idleSince, staffNeedFactor, staffSince } from "@/lib/identity/auth/session-limits";
import { inPlatform } from "@/lib/infra/db";
import type { Passkey, Session, SignInEvent } from "@/lib/infra/prisma-client/client";
import { hashToken, isToken } from "@/lib/infra/secret-token";
import { inPlatformSql, READ_MS } from "@/lib/infra/sql";

const SESSION_PERSON = `select p.id as "personId", s.id as "sessionId", p.name, p.email, p.is_staff and factor.is_set_up as "isStaff", p.staff_role as "staffRole",
      p.is_staff and not factor.is_set_up as "mustSetUpFactor", s.issuer, p.locale, p.time_zone as "timeZone", p.clock,
      coalesce((
        select json_agg(json_build_object('merchantId', m.id, 'name', m.name, 'role', own.role) order by m.name, m.id)
        from membership own join merchant m on m.id = own.merchant_id where own.person_id = p.id
      ), '[]') as memberships, s.last_used_at as "lastUsedAt", s.proven_at as "provenAt"
    from session s join person p on p.id = s.person_id
      cross join lateral (select not $6::boolean or s.issuer is not null
        or exists (select 1 from second_factor f where f.person_id = p.id and f.confirmed_at is not null)
        or exists (select 1 from passkey k where k.person_id = p.id) as is_set_up) factor
    where s.id = $1::uuid and s.revoked_at is null and s.expires_at > $2::timestamptz
      and case when p.is_staff then s.last_used_at > $4::timestamptz and s.created_at > $5::timestamptz else s.last_used_at > $3::timestamptz end`;

/** The person of a session, with memberships; null if the session is unknown, revoked, idle for too long or expired. */
export async function findSessionPerson(sessionId: string, now: Date): Promise<CurrentPerson | null> {
  const idle = idleSince(now);
  const [person] = await inPlatformSql(READ_MS, (sql) =>
    sql.query<CurrentPerson>(SESSION_PERSON, [sessionId, now, idle.members, idle.staff, staffSince(now), staffNeedFactor(now)]),
  );
  return person ?? null;
}

const NOTE_USED = "update session set last_used_at = $2::timestamptz where id = $1::uuid and last_used_at < $2";
const NOTED_EVERY_MS = MINUTE_MS;

export async function noteSessionUsed({ sessionId, lastUsedAt }: CurrentPerson, now: Date): Promise<void> {
  if (now.getTime() - lastUsedAt.getTime() < NOTED_EVERY_MS) return;
  await inPlatformSql(READ_MS, (sql) => sql.query(NOTE_USED, [sessionId, now]));
}

export type PasskeyView = Pick<Passkey, "id" | "name" | "createdAt" | "lastUsedAt">;

/** `appSince`: when the app was switched on; null if it is off. */
export function findFactors({ personId }: Pick<CurrentPerson, "personId">) {
  return inPlatform(async (tx) => {
    const app = await tx.secondFactor.findUnique({ where: { personId }, select: { confirmedAt: true } });
    const passkeys = await tx.passkey.findMany({
      where: { personId },
      orderBy: { createdAt: "asc" },
      select: { id: true, name: true, createdAt: true, lastUsedAt: true },
    });
    return { appSince: app?.confirmedAt ?? null, passkeys, recoveryCodesLeft: await tx.recoveryCode.count({ where: { personId } }) };
  });
}

export type SessionView = Pick<Session, "id" | "createdAt" | "userAgent" | "issuer">;

/** The person's active sessions, newest first. */
export function listSessions(person: Pick<CurrentPerson, "personId" | "isStaff">, now: Date): Promise<SessionView[]> {
  const idle = idleSince(now);
  return inPlatform((tx) =>
    tx.session.findMany({
      where: {
        personId: person.personId,
        revokedAt: null,
        expiresAt: { gt: now },
        lastUsedAt: { gt: person.isStaff ? idle.staff : idle.members },
      },
      orderBy: { createdAt: "desc" },
      select: { id: true, createdAt: true, userAgent: true, issuer: true },
    }),
  );
}

export type SignInEventView = Pick<SignInEvent, "id" | "kind" | "sourceAddress" | "userAgent" | "at">;

const EVENTS_SHOWN = 20;
const EVENT_VIEW = { id: true, kind: true, sourceAddress: true, userAgent: true, at: true } as const;
const NEWEST_FIRST = [{ at: "desc" }, { id: "desc" }] as const;

/** The person's latest sign-ins and refused attempts, newest first. */
export const listSignInEvents = (person: Pick<CurrentPerson, "personId">): Promise<SignInEventView[]> =>
  inPlatform((tx) =>
    tx.signInEvent.findMany({
      where: { personId: person.personId },
      orderBy: [...NEWEST_FIRST],
      take: EVENTS_SHOWN,
      select: EVENT_VIEW,
    }),
  );

const EVENT_PAGE_SIZE = 50;

/** One page of the sign-ins and refused attempts of all accounts, newest first, for staff. */
export async function listAllSignInEvents(_scope: PlatformScope, after: ListCursor | null) {
  const rows = await inPlatform((tx) =>
    tx.signInEvent.findMany({
      where: afterCursor(after),
      orderBy: [...NEWEST_FIRST],
      take: EVENT_PAGE_SIZE + 1,
      select: { ...EVENT_VIEW, person: { select: { name: true, email: true } } },
    }),
  );
  return { events: rows.slice(0, EVENT_PAGE_SIZE), more: rows.length > EVENT_PAGE_SIZE };
}

/** The address that a valid link was mailed to, else null. Does not consume the link, since mail programs prefetch links. */
export async function findLinkEmail(kind: LinkKind, token: string, now: Date): Promise<string | null> {
  if (!isToken(token)) return null;
  const link = await inPlatform((tx) =>
    tx.mailedLink.findFirst({ where: { kind, tokenHash: hashToken(token), expiresAt: { gt: now } }, select: { email: true } }),
  );
  return link?.email ?? null;
}

export type FactorsView = Awaited<ReturnType<typeof findFactors>>;

import type { CurrentPerson } from "@/lib/auth/person";
import { inPlatform } from "@/lib/system/db";

/** Who a session belongs to; null when it is unknown, revoked or over. */
export function findSessionPerson(sessionId: string, now: Date): Promise<CurrentPerson | null> {
  return inPlatform(async (tx) => {
    const session = await tx.session.findFirst({
      where: { id: sessionId, revokedAt: null, expiresAt: { gt: now } },
      select: { person: { select: { id: true, name: true, email: true, isStaff: true, locale: true, timeZone: true } } },
    });
    if (!session) return null;
    const { id, ...person } = session.person;
    return { personId: id, sessionId, ...person };
  });
}

export interface SessionView {
  id: string;
  createdAt: Date;
  userAgent: string | null;
}

/** The sessions of a person that still count, newest first. */
export function listSessions(person: Pick<CurrentPerson, "personId">, now: Date): Promise<SessionView[]> {
  return inPlatform((tx) =>
    tx.session.findMany({
      where: { personId: person.personId, revokedAt: null, expiresAt: { gt: now } },
      orderBy: { createdAt: "desc" },
      select: { id: true, createdAt: true, userAgent: true },
    }),
  );
}

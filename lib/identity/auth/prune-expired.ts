import { DAY_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { BROWSER_DAYS } from "@/lib/identity/auth/known-browsers";
import { EVENT_DAYS } from "@/lib/identity/auth/sign-in-events";
import { inPlatform } from "@/lib/infra/db";

const before = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

/** Ended sessions are kept for a day, since their visits' events may still refer to them. */
const SESSION_KEPT_DAYS = 1;

/** Expired links to freeze a change are kept, since a freeze counts towards the limit of a week. */
const LINKS_KEPT_DAYS = 7;

/** Deletes expired links and counters, ended sessions, old sign-in events and unused browsers. @returns how many rows */
export function pruneExpired(_scope: PlatformScope, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const links = await tx.mailedLink.deleteMany({ where: { expiresAt: { lte: now } } });
    const events = await tx.signInEvent.deleteMany({ where: { at: { lte: before(now, EVENT_DAYS) } } });
    const over = before(now, SESSION_KEPT_DAYS);
    const sessions = await tx.session.deleteMany({ where: { OR: [{ expiresAt: { lte: over } }, { revokedAt: { lte: over } }] } });
    const challenges = await tx.passkeyChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
    await tx.freezeLink.deleteMany({ where: { expiresAt: { lte: before(now, LINKS_KEPT_DAYS) } } });
    await tx.emailChange.deleteMany({ where: { expiresAt: { lte: now } } });
    const browsers = await tx.knownBrowser.deleteMany({ where: { lastUsedAt: { lte: before(now, BROWSER_DAYS) } } });
    return (
      links.count +
      events.count +
      sessions.count +
      challenges.count +
      browsers.count +
      (await tx.$executeRaw`delete from sign_in_attempt where expire <= ${now.getTime()}`)
    );
  });
}

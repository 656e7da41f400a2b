import type { MerchantScope } from "@/lib/identity/accounts/access";
import { VISIT_HOURS } from "@/lib/identity/accounts/schema";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";

// A member of staff in a merchant's pages, bound to the session. The row gives no right (that comes from the person, at every request): it
// says that the opening was written down, and until when and for which reason they may act. It stands in the database, so that a time
// limit holds whatever a browser keeps.

export interface Visit {
  /** Null: only looks, or the time to act is over. */
  reason: string | null;
  /** Until when they may act; null when they only look. */
  actsUntil: Date | null;
}

interface Visitor {
  personId: string;
  sessionId: string;
}

/** The visit of this session that still goes on, or null. `now` decides whether acting is over. */
export async function findVisit(sessionId: string, merchantId: string, now: Date): Promise<Visit | null> {
  const visit = await inPlatform((tx) =>
    tx.supportVisit.findFirst({
      where: { sessionId, merchantId, endsAt: { gt: now } },
      orderBy: [{ openedAt: "desc" }, { id: "desc" }],
      select: { reason: true, actsUntil: true },
    }),
  );
  if (!visit) return null;
  const acts = visit.actsUntil !== null && visit.actsUntil > now;
  return acts ? visit : { reason: null, actsUntil: null };
}

const staffReason = (scope: MerchantScope): string | null => (scope.actor.kind === "staff" ? scope.actor.reason : null);

/** Opens the merchant for looking, and for `minutes` also for acting where the scope has a reason; written into the merchant's own log. */
export function openVisit(scope: MerchantScope, visitor: Visitor, minutes: number): Promise<void> {
  const { merchantId } = scope;
  const reason = staffReason(scope);
  const now = new Date();
  return inMerchant(merchantId, async (tx) => {
    await tx.supportVisit.create({
      data: {
        merchantId,
        sessionId: visitor.sessionId,
        personId: visitor.personId,
        openedAt: now,
        endsAt: new Date(now.getTime() + VISIT_HOURS * 3_600_000),
        ...(reason === null ? {} : { reason, actsUntil: new Date(now.getTime() + minutes * 60_000) }),
      },
    });
    await recordAudit(
      tx,
      scope,
      reason === null
        ? { action: "merchant_opened", integrationId: null, details: { reason: null, mayAct: false } }
        : { action: "support_act_started", integrationId: null, details: { reason, minutes } },
    );
  });
}

const running = (visitor: Visitor, now: Date) => ({ sessionId: visitor.sessionId, personId: visitor.personId, endsAt: { gt: now } });

async function endActing(tx: Transaction, scope: MerchantScope, visitor: Visitor, now: Date): Promise<void> {
  const { merchantId } = scope;
  const acting = await tx.supportVisit.updateMany({
    where: { merchantId, ...running(visitor, now), actsUntil: { gt: now } },
    data: { actsUntil: now },
  });
  if (acting.count > 0) await recordAudit(tx, scope, { action: "support_act_ended", integrationId: null });
}

/** Ends acting before its time; looking goes on. */
export const stopActing = (scope: MerchantScope, visitor: Visitor): Promise<void> =>
  inMerchant(scope.merchantId, (tx) => endActing(tx, scope, visitor, new Date()));

/** Ends acting and looking. */
export function endVisit(scope: MerchantScope, visitor: Visitor): Promise<void> {
  const { merchantId } = scope;
  const now = new Date();
  return inMerchant(merchantId, async (tx) => {
    await endActing(tx, scope, visitor, now);
    await tx.supportVisit.updateMany({ where: { merchantId, ...running(visitor, now) }, data: { endsAt: now } });
  });
}

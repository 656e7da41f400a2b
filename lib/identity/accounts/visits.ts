import type { MerchantScope } from "@/lib/identity/accounts/access";
import { VISIT_HOURS } from "@/lib/identity/accounts/schema";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";

// A staff member's visit to a merchant, bound to the session. It grants no right by itself: that follows from the person, at every request. It
// records the opening, the reason, and the end of write access, in the database so that no browser can extend it.

export interface Visit {
  /** Null: read-only, or write access has expired. */
  reason: string | null;
  /** End of write access; null for read-only visits. */
  actsUntil: Date | null;
}

interface Visitor {
  personId: string;
  sessionId: string;
}

/** The session's open visit, or null. `now` decides whether write access has expired. */
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

/** Opens the merchant for reading and, if the scope has a reason, for writing during `minutes`; recorded in the merchant's audit log. */
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

/** Ends write access early; reading continues. */
export const stopActing = (scope: MerchantScope, visitor: Visitor): Promise<void> =>
  inMerchant(scope.merchantId, (tx) => endActing(tx, scope, visitor, new Date()));

/** Ends the visit. */
export function endVisit(scope: MerchantScope, visitor: Visitor): Promise<void> {
  const { merchantId } = scope;
  const now = new Date();
  return inMerchant(merchantId, async (tx) => {
    await endActing(tx, scope, visitor, now);
    await tx.supportVisit.updateMany({ where: { merchantId, ...running(visitor, now) }, data: { endsAt: now } });
  });
}

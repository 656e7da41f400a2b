import { HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { DATA_MINUTES, VISIT_HOURS } from "@/lib/identity/accounts/schema";
import { recordAudit } from "@/lib/identity/audit/record";
import { actedSubject, mailOwners } from "@/lib/identity/auth/account-mail";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { inPlatformSql, READ_MS } from "@/lib/infra/sql";

// A staff member's visit to a merchant, bound to the session. It grants no right by itself: the right is derived from the person on every
// request. Opening, reason and end of write access are stored in the database, so that no browser can extend them.

interface Visitor {
  personId: string;
  sessionId: string;
}

/** The session's open visit, or null. `opensData`: a reason or write access also opens orders and evidence. */
export async function findVisit(sessionId: string, merchantId: string, now: Date) {
  const visit = await inPlatform((tx) =>
    tx.supportVisit.findFirst({
      where: { sessionId, merchantId, endsAt: { gt: now } },
      orderBy: [{ openedAt: "desc" }, { id: "desc" }],
      select: { reason: true, actsUntil: true, dataUntil: true },
    }),
  );
  if (!visit) return null;
  const { reason, actsUntil, dataUntil } = visit;
  if (actsUntil !== null && actsUntil > now) return { reason, actsUntil, opensData: true };
  return { reason: null, actsUntil: null, opensData: dataUntil !== null && dataUntil > now };
}

const staffReason = (scope: MerchantScope): string | null => (scope.actor.kind === "staff" ? scope.actor.reason : null);

/**
 * Opens the merchant for reading and, if the scope has a reason, for writing during `minutes`; audited at the merchant. When write access
 * ends, each owner gets one mail about what was done.
 */
export function openVisit(scope: MerchantScope, visitor: Visitor, minutes: number): Promise<void> {
  const { merchantId } = scope;
  const reason = staffReason(scope);
  const now = new Date();
  const actsUntil = new Date(now.getTime() + minutes * MINUTE_MS);
  return inPlatform(async (tx) => {
    const { id } = await tx.supportVisit.create({
      data: {
        merchantId,
        sessionId: visitor.sessionId,
        personId: visitor.personId,
        openedAt: now,
        endsAt: new Date(now.getTime() + VISIT_HOURS * HOUR_MS),
        ...(reason === null ? {} : { reason, actsUntil }),
      },
    });
    if (reason !== null)
      await mailOwners(tx, { merchantId, kind: "staff_acted", dueAt: actsUntil }, (ownerId) => actedSubject(merchantId, ownerId, id));
    await recordAudit(
      tx,
      scope,
      reason === null
        ? { action: "merchant_opened", details: { reason: null, mayAct: false } }
        : { action: "support_act_started", details: { reason, minutes } },
    );
  });
}

/** Stores why the visitor opens orders or evidence; valid for DATA_MINUTES in their open visit. */
export function openData(scope: MerchantScope, visitor: Visitor, reason: string): Promise<void> {
  const { merchantId } = scope;
  const now = new Date();
  const dataUntil = new Date(now.getTime() + DATA_MINUTES * MINUTE_MS);
  return inMerchant(merchantId, async (tx) => {
    await tx.supportVisit.updateMany({ where: { merchantId, ...running(visitor, now) }, data: { dataReason: reason, dataUntil } });
    await recordAudit(tx, scope, { action: "support_data_opened", details: { reason, minutes: DATA_MINUTES } });
  });
}

const running = (visitor: Visitor, now: Date) => ({ sessionId: visitor.sessionId, personId: visitor.personId, endsAt: { gt: now } });

async function endActing(tx: Transaction, scope: MerchantScope, visitor: Visitor, now: Date): Promise<void> {
  const { merchantId } = scope;
  const acting = await tx.supportVisit.updateManyAndReturn({
    where: { merchantId, ...running(visitor, now), actsUntil: { gt: now } },
    data: { actsUntil: now },
    select: { id: true },
  });
  if (acting.length > 0) await recordAudit(tx, scope, { action: "support_act_ended" });
  for (const { id } of acting)
    await tx.accountMail.updateMany({ where: { kind: "staff_acted", subject: { endsWith: id } }, data: { dueAt: now } });
}

/** Ends write access early; read access continues. */
export const stopActing = (scope: MerchantScope, visitor: Visitor): Promise<void> =>
  inPlatform((tx) => endActing(tx, scope, visitor, new Date()));

export function endVisit(scope: MerchantScope, visitor: Visitor): Promise<void> {
  const { merchantId } = scope;
  const now = new Date();
  return inPlatform(async (tx) => {
    await endActing(tx, scope, visitor, now);
    await tx.supportVisit.updateMany({ where: { merchantId, ...running(visitor, now) }, data: { endsAt: now } });
  });
}

// Records members' last visits, accurate to 15 minutes: each process writes at most that often per member.

const EVERY_MS = 15 * MINUTE_MS;
const REMEMBERED = 10_000;

const noted = new Map<string, number>();

const NOTE_SEEN =
  "update membership set last_seen_at = $3::timestamptz where merchant_id = $1::uuid and person_id = $2::uuid and (last_seen_at is null or last_seen_at < $3)";

/** Records a member's visit. Visits of staff are recorded separately. */
export async function noteSeen({ merchantId, actor }: MerchantScope, now: Date): Promise<void> {
  if (actor.kind !== "member") return;
  const key = `${merchantId} ${actor.personId}`;
  if (now.getTime() - (noted.get(key) ?? 0) < EVERY_MS) return;
  if (noted.size >= REMEMBERED) noted.clear();
  noted.set(key, now.getTime());
  await inPlatformSql(READ_MS, (sql) => sql.query(NOTE_SEEN, [merchantId, actor.personId, now]));
}

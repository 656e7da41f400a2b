import { roleOf } from "@/lib/identity/accounts/roles";
import type { Transaction } from "@/lib/infra/db";
import type { FrozenAct } from "@/lib/operations/freeze/data";

interface Change {
  act: FrozenAct;
  merchantId: string;
  targetId: string | null;
  before: Record<string, unknown>;
  /** Whether the same was decided again since the change: then what stood before it is not restored. */
  isStale: boolean;
  now: Date;
}

type Undo = (tx: Transaction, change: Change) => Promise<unknown>;

/** Gives a person back the role that the change took. The last owner stays one, since the merchant needs one. */
const restoreRole: Undo = async (tx, { act, merchantId, targetId: personId, before, isStale }) => {
  if (isStale) return;
  const role = roleOf(String(before["role"]));
  if (personId === null || (await tx.person.count({ where: { id: personId } })) === 0) return;
  await tx.$queryRaw`select 1 from membership where merchant_id = ${merchantId}::uuid order by person_id for update`;
  const otherOwners = await tx.membership.count({ where: { merchantId, role: "owner", personId: { not: personId } } });
  if (role !== "owner" && otherOwners === 0) return;
  // A promotion gave no access: who left or was removed since then stays away.
  if (act === "member_role_changed" && role !== "owner") {
    await tx.membership.updateMany({ where: { merchantId, personId }, data: { role } });
    return;
  }
  const where = { merchantId_personId: { merchantId, personId } };
  await tx.membership.upsert({ where, create: { merchantId, personId, role }, update: { role } });
};

const days = (value: unknown): number | null => (typeof value === "number" ? value : null);
const stays: Undo = async () => {};

/**
 * What a freeze takes back at once, in a platform transaction. The rest stays, and the page says how to undo it: texts `auth.freeze.effect`.
 */
export const UNDO: Record<FrozenAct, Undo> = {
  member_invited: async (tx, { merchantId, targetId }) => {
    if (targetId === null) return;
    await tx.invitation.deleteMany({ where: { merchantId, id: targetId } });
    await tx.accountMail.deleteMany({ where: { kind: "invitation", subject: targetId } });
  },
  member_role_changed: restoreRole,
  member_removed: restoreRole,
  api_token_made: (tx, { merchantId, targetId, now }) =>
    tx.apiToken.updateMany({ where: { merchantId, id: targetId ?? "", revokedAt: null }, data: { revokedAt: now } }),
  api_token_taken_over: stays,
  support_consent_given: (tx, { merchantId, targetId, now }) =>
    tx.supportConsent.updateMany({ where: { merchantId, id: targetId ?? "", withdrawnAt: null }, data: { withdrawnAt: now } }),
  retention_changed: async (tx, { merchantId, before, isStale }) => {
    if (isStale) return;
    const data = { orderDays: days(before["orderDays"]), addressDays: days(before["addressDays"]), enforcedAt: null };
    await tx.merchantPrivacy.updateMany({ where: { merchantId }, data });
  },
  channel_added: (tx, { merchantId, targetId, now }) =>
    tx.notificationChannel.updateMany({
      where: { merchantId, id: targetId ?? "", disabledAt: null },
      data: { disabledAt: now, url: new Uint8Array(), secret: null, secretKeyId: null },
    }),
  integration_address_changed: stays,
  credentials_replaced: stays,
  integration_disconnected: stays,
};

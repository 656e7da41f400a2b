import { MINUTE_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import type { Notification } from "@/lib/infra/prisma-client/client";
import { COLLECT_MS, dueAt } from "@/lib/notify/due";
import { readNotificationPreferences } from "@/lib/notify/notification-preferences";

const BATCH = 500;
/** Shops of one incident recover one by one, so recoveries collect for this many times as long while others are still affected. */
const RECOVERY_COLLECT_FACTOR = 10;

type Waiting = Pick<Notification, "merchantId" | "id" | "kind">;

/** Notes for one member or channel, and when they are due. */
interface Bundle {
  merchantId: string;
  personId: string | null;
  channelId: string | null;
  ids: string[];
  due: Date;
}

/** Appends notes to their receiver's collecting message, or creates one. A message is due when its first note is. */
async function collect(tx: Transaction, bundles: readonly Bundle[]): Promise<void> {
  const rows = bundles.map(({ merchantId, personId, channelId, ids, due }, place) => ({
    place,
    ids,
    due,
    merchant: merchantId,
    person: personId,
    channel: channelId,
  }));
  const collecting = await tx.$queryRaw<{ place: number }[]>`
    update notification_delivery d set notification_ids = d.notification_ids || p.ids, due_at = least(d.due_at, p.due)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p (place int, merchant uuid, person uuid, channel uuid, ids uuid[], due timestamptz)
    where d.merchant_id = p.merchant and d.status = 'waiting' and d.attempts = 0 and d.content = 'notices'
      and d.person_id is not distinct from p.person and d.channel_id is not distinct from p.channel
    returning p.place`;
  const collected = new Set(collecting.map(({ place }) => place));
  const created = bundles.filter((_, place) => !collected.has(place));
  await tx.notificationDelivery.createMany({ data: created.map(({ ids, due, ...to }) => ({ ...to, notificationIds: ids, dueAt: due })) });
}

/** What may be over, or waits while a shop is paused, is looked at again after this long. */
const HOLD_MS = 10 * MINUTE_MS;

/** Keeps notes of a delivery for a later message to the same receiver. */
export async function holdNotes(
  tx: Transaction,
  { merchantId, personId, channelId }: Pick<Bundle, "merchantId" | "personId" | "channelId">,
  ids: string[],
  now: Date,
): Promise<void> {
  const member =
    personId === null ? null : await tx.membership.findUnique({ where: { merchantId_personId: { merchantId, personId } }, select: MEMBER });
  const due = member ? dueAt(now, preferencesOf(member), member.person.timeZone, HOLD_MS) : new Date(now.getTime() + HOLD_MS);
  await collect(tx, [{ merchantId, personId, channelId, ids, due }]);
}

const MEMBER = {
  merchantId: true,
  personId: true,
  person: { select: { timeZone: true } },
  notificationSetting: { select: { preferences: true } },
} as const;

const preferencesOf = ({ notificationSetting }: { notificationSetting: { preferences: unknown } | null }) =>
  readNotificationPreferences(notificationSetting?.preferences);

/** Those merchants that still have a shop in an open shared incident whose own incident lasts. */
async function findAffected(tx: Transaction, merchantIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ merchantId: string }[]>`
    select distinct s.merchant_id as "merchantId" from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
    where s.merchant_id = any(${merchantIds}::uuid[]) and s.left_at is null and i.resolved_at is null
      and exists (select 1 from incident own where own.merchant_id = s.merchant_id and own.integration_id = s.integration_id
        and own.closed_at is null and own.facts->>'quietSince' is null)`;
  return new Set(rows.map(({ merchantId }) => merchantId));
}

/**
 * Adds new notes to the messages of every subscribed member and channel, once. Notes of a merchant that arrive together form one message
 * per receiver. @returns how many notes were processed
 */
export function fanOut(_scope: PlatformScope, now: Date, collectMs: number = COLLECT_MS): Promise<number> {
  return inPlatform(async (tx) => {
    const waiting = await tx.$queryRaw<Waiting[]>`
      select merchant_id as "merchantId", id, kind from notification
      where fanned_out_at is null order by at limit ${BATCH} for update skip locked`;
    if (waiting.length === 0) return 0;
    const byMerchant = Map.groupBy(waiting, ({ merchantId }) => merchantId);
    const merchantIds = [...byMerchant.keys()];
    const affected = await findAffected(tx, merchantIds);
    const members = await tx.membership.findMany({ where: { merchantId: { in: merchantIds } }, select: MEMBER });
    const channels = await tx.notificationChannel.findMany({
      where: { merchantId: { in: merchantIds }, disabledAt: null },
      select: { merchantId: true, id: true, kinds: true },
    });
    const wanted = (merchantId: string, kinds: readonly string[]): Waiting[] =>
      (byMerchant.get(merchantId) ?? []).filter(({ kind }) => kinds.includes(kind));
    const collectFor = (merchantId: string, notes: readonly Waiting[]): number =>
      affected.has(merchantId) && notes.every(({ kind }) => kind === "recovered") ? RECOVERY_COLLECT_FACTOR * collectMs : collectMs;
    const bundles: Bundle[] = [];
    for (const member of members) {
      const { merchantId, personId, person } = member;
      const preferences = preferencesOf(member);
      const notes = wanted(merchantId, preferences.kinds);
      const due = dueAt(now, preferences, person.timeZone, collectFor(merchantId, notes));
      if (preferences.mail && notes.length > 0)
        bundles.push({ merchantId, personId, channelId: null, ids: notes.map(({ id }) => id), due });
    }
    for (const { merchantId, id: channelId, kinds } of channels) {
      const notes = wanted(merchantId, kinds);
      const due = new Date(now.getTime() + collectFor(merchantId, notes));
      if (notes.length > 0) bundles.push({ merchantId, personId: null, channelId, ids: notes.map(({ id }) => id), due });
    }
    await collect(tx, bundles);
    await tx.$executeRaw`
      update notification n set fanned_out_at = ${now} from unnest(${waiting.map(({ merchantId }) => merchantId)}::uuid[],
        ${waiting.map(({ id }) => id)}::uuid[]) as one (merchant, id) where n.merchant_id = one.merchant and n.id = one.id`;
    return waiting.length;
  });
}

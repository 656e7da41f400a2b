import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { COLLECT_MS, dueAt } from "@/lib/notify/due";
import { readNotificationPreferences } from "@/lib/notify/notification-preferences";

const BATCH = 500;
/** While other shops of the merchant are still in an incident of many, recoveries collect so many times as long: they come back one by one. */
const RECOVERIES_COLLECT = 10;

interface Waiting {
  merchantId: string;
  id: string;
  kind: string;
}

/** Notes for one person or channel, and when they are to leave. */
interface Parcel {
  merchantId: string;
  personId: string | null;
  channelId: string | null;
  ids: string[];
  due: Date;
}

/** Adds notes to the messages that collect for their persons and channels, or begins one. A message leaves when the first of its notes is due. */
async function collect(tx: Transaction, parcels: readonly Parcel[]): Promise<void> {
  const rows = parcels.map(({ merchantId, personId, channelId, ids, due }, place) => ({
    ...{ place, ids, due },
    ...{ merchant: merchantId, person: personId, channel: channelId },
  }));
  const collecting = await tx.$queryRaw<{ place: number }[]>`
    update notification_delivery d set notification_ids = d.notification_ids || p.ids, due_at = least(d.due_at, p.due)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p (place int, merchant uuid, person uuid, channel uuid, ids uuid[], due timestamptz)
    where d.merchant_id = p.merchant and d.status = 'waiting' and d.attempts = 0 and d.content = 'notices'
      and d.person_id is not distinct from p.person and d.channel_id is not distinct from p.channel
    returning p.place`;
  const collected = new Set(collecting.map(({ place }) => place));
  const begun = parcels.filter((_, place) => !collected.has(place));
  await tx.notificationDelivery.createMany({ data: begun.map(({ ids, due, ...to }) => ({ ...to, notificationIds: ids, dueAt: due })) });
}

/** Of the merchants, those that still have a shop in trouble in an incident of many shops. */
async function findHit(tx: Transaction, merchantIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ merchantId: string }[]>`
    select distinct s.merchant_id as "merchantId" from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
    where s.merchant_id = any(${merchantIds}::uuid[]) and s.left_at is null and i.resolved_at is null
      and exists (select 1 from lane l where l.merchant_id = s.merchant_id and l.integration_id = s.integration_id
        and l.state in ('throttled', 'action_needed'))`;
  return new Set(rows.map(({ merchantId }) => merchantId));
}

/**
 * Hands what was noted to the messages of every member and channel that wants it, once: all notes of a merchant that come together are one
 * message for each. @returns how many notes were handed on
 */
export function fanOut(_scope: PlatformScope, now: Date, collectMs: number = COLLECT_MS): Promise<number> {
  return inPlatform(async (tx) => {
    const waiting = await tx.$queryRaw<Waiting[]>`
      select merchant_id as "merchantId", id, kind from notification
      where fanned_out_at is null order by at limit ${BATCH} for update skip locked`;
    if (waiting.length === 0) return 0;
    const byMerchant = Map.groupBy(waiting, ({ merchantId }) => merchantId);
    const merchantIds = [...byMerchant.keys()];
    const hit = await findHit(tx, merchantIds);
    const members = await tx.membership.findMany({
      where: { merchantId: { in: merchantIds } },
      select: {
        merchantId: true,
        personId: true,
        person: { select: { timeZone: true } },
        notificationSetting: { select: { wishes: true } },
      },
    });
    const channels = await tx.notificationChannel.findMany({
      where: { merchantId: { in: merchantIds }, disabledAt: null },
      select: { merchantId: true, id: true, kinds: true },
    });
    const wanted = (merchantId: string, kinds: readonly string[]): Waiting[] =>
      (byMerchant.get(merchantId) ?? []).filter(({ kind }) => kinds.includes(kind));
    const collectFor = (merchantId: string, notes: readonly Waiting[]): number =>
      hit.has(merchantId) && notes.every(({ kind }) => kind === "recovered") ? RECOVERIES_COLLECT * collectMs : collectMs;
    const parcels: Parcel[] = [];
    for (const { merchantId, personId, person, notificationSetting } of members) {
      const wishes = readNotificationPreferences(notificationSetting?.wishes);
      const notes = wanted(merchantId, wishes.kinds);
      const due = dueAt(now, wishes, person.timeZone, collectFor(merchantId, notes));
      if (wishes.mail && notes.length > 0) parcels.push({ merchantId, personId, channelId: null, ids: notes.map(({ id }) => id), due });
    }
    for (const { merchantId, id: channelId, kinds } of channels) {
      const notes = wanted(merchantId, kinds);
      const due = new Date(now.getTime() + collectFor(merchantId, notes));
      if (notes.length > 0) parcels.push({ merchantId, personId: null, channelId, ids: notes.map(({ id }) => id), due });
    }
    await collect(tx, parcels);
    await tx.$executeRaw`
      update notification n set fanned_out_at = ${now} from unnest(${waiting.map(({ merchantId }) => merchantId)}::uuid[],
        ${waiting.map(({ id }) => id)}::uuid[]) as one (merchant, id) where n.merchant_id = one.merchant and n.id = one.id`;
    return waiting.length;
  });
}

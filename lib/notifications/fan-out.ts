import type { PlatformScope } from "@/lib/accounts/access";
import { COLLECT_MS, dueAt } from "@/lib/notifications/due";
import { readWishes } from "@/lib/notifications/wishes";
import { inPlatform, type Transaction } from "@/lib/system/db";

const BATCH = 500;

interface Waiting {
  merchantId: string;
  id: string;
  kind: string;
}

/** Adds a notification to the message that collects for a person or channel, or begins one. */
async function collect(
  tx: Transaction,
  target: { merchantId: string; personId: string | null; channelId: string | null },
  ids: string[],
  due: Date,
) {
  const { merchantId, personId, channelId } = target;
  const collecting = await tx.$executeRaw`
    update notification_delivery set notification_ids = notification_ids || ${ids}::uuid[]
    where merchant_id = ${merchantId}::uuid and status = 'waiting' and attempts = 0 and content = 'notices'
      and person_id is not distinct from ${personId}::uuid and channel_id is not distinct from ${channelId}::uuid`;
  if (collecting > 0) return;
  await tx.notificationDelivery.create({ data: { merchantId, personId, channelId, notificationIds: ids, dueAt: due } });
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
    const byMerchant = Map.groupBy(waiting, ({ merchantId }) => merchantId);
    for (const [merchantId, notes] of byMerchant) {
      const members = await tx.membership.findMany({
        where: { merchantId },
        select: { personId: true, person: { select: { timeZone: true } }, notificationSetting: { select: { wishes: true } } },
      });
      for (const { personId, person, notificationSetting } of members) {
        const wishes = readWishes(notificationSetting?.wishes);
        const ids = notes.filter(({ kind }) => wishes.kinds.some((wanted) => wanted === kind)).map(({ id }) => id);
        if (wishes.mail && ids.length > 0)
          await collect(tx, { merchantId, personId, channelId: null }, ids, dueAt(now, wishes, person.timeZone, collectMs));
      }
      const channels = await tx.notificationChannel.findMany({
        where: { merchantId, disabledAt: null },
        select: { id: true, kinds: true },
      });
      for (const { id: channelId, kinds } of channels) {
        const ids = notes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
        if (ids.length > 0)
          await collect(tx, { merchantId, personId: null, channelId }, ids, new Date(now.getTime() + Math.min(collectMs, COLLECT_MS)));
      }
      await tx.notification.updateMany({ where: { merchantId, id: { in: notes.map(({ id }) => id) } }, data: { fannedOutAt: now } });
    }
    return waiting.length;
  });
}

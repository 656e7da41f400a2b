import { WEEK_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { publicOrigin } from "@/lib/infra/public-origin";
import { dueAfterQuiet, nextWeekly } from "@/lib/notify/due";
import type { Message } from "@/lib/notify/message";
import { readNotificationPreferences } from "@/lib/notify/notification-preferences";
import type { TellShops } from "@/lib/notify/read-topics";
import type { Words } from "@/lib/notify/words";

const BATCH = 200;

interface ShopWeek {
  id: string;
  name: string;
  orders: number;
  parcels: number;
}

/** Orders and parcels of the last seven days per shop, most orders first, and the shops that need action now. */
export async function composeWeekly(merchantId: string, words: Words, now: Date, tellShops: TellShops): Promise<Message | null> {
  const from = new Date(now.getTime() - WEEK_MS);
  const shops = await inPlatform(
    (tx) => tx.$queryRaw<ShopWeek[]>`
      select i.id, i.name,
        (select count(*)::int from shop_order o where o.integration_id = i.id and o.placed_at >= ${from}) as orders,
        (select count(*)::int from shipment s where s.merchant_id = i.merchant_id and s.integration_id = i.id and s.recorded_at >= ${from}) as parcels
      from integration i where i.merchant_id = ${merchantId}::uuid order by orders desc, i.name`,
  );
  if (shops.length === 0) return null;
  const stories = await tellShops(
    merchantId,
    shops.map(({ id }) => id),
    { kind: "program" },
  );
  const needsYou = ({ id }: ShopWeek): boolean => stories.get(id)?.tone === "action_needed";
  const orders = shops.reduce((sum, shop) => sum + shop.orders, 0);
  const shown = shops.slice(0, 20);
  return {
    subject: words.say("weekly.subject", { orders, troubled: shops.filter(needsYou).length }),
    lines: shown.map((shop) => ({
      kind: needsYou(shop) ? "needs_you" : "recovered",
      shop: shop.name,
      text: words.say(needsYou(shop) ? "weekly.line_troubled" : "weekly.line", { orders: shop.orders, parcels: shop.parcels }),
      url: `${publicOrigin()}/m/${merchantId}/integrations/${shop.id}`,
    })),
    more: shops.length - shown.length,
  };
}

/** Starts the weekly summary for members whose local time is Monday morning, and schedules new members. @returns how many were updated */
export function startDueWeeklies(_scope: PlatformScope, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    await tx.$executeRaw`
      insert into notification_setting (merchant_id, person_id)
      select merchant_id, person_id from membership m
      where not exists (select 1 from notification_setting s where s.merchant_id = m.merchant_id and s.person_id = m.person_id)
      limit ${BATCH} on conflict do nothing`;
    const due = await tx.$queryRaw<{ merchantId: string; personId: string; preferences: unknown; planned: boolean; timeZone: string }[]>`
      select s.merchant_id as "merchantId", s.person_id as "personId", s.preferences, s.next_weekly_at is not null as planned, p.time_zone as "timeZone"
      from notification_setting s join person p on p.id = s.person_id
      where s.next_weekly_at is null or s.next_weekly_at <= ${now} limit ${BATCH} for update of s skip locked`;
    for (const { merchantId, personId, preferences, planned, timeZone } of due) {
      const { mail, weekly, quiet } = readNotificationPreferences(preferences);
      const dueAt = dueAfterQuiet(now, quiet, timeZone);
      if (planned && mail && weekly) await tx.notificationDelivery.create({ data: { merchantId, personId, content: "weekly", dueAt } });
      await tx.notificationSetting.update({
        where: { merchantId_personId: { merchantId, personId } },
        data: { nextWeeklyAt: nextWeekly(now, timeZone) },
      });
    }
    return due.length;
  });
}

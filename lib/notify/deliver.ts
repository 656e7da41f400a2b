import { SECOND_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { NoMailServer } from "@/lib/infra/mail/send-mail";
import { ALREADY_NOTIFIED, type ClaimedDelivery, type DeliveryOutcome } from "@/lib/notify/claimed-delivery";
import { holdNotes } from "@/lib/notify/fan-out";
import type { TellShops } from "@/lib/notify/read-topics";
import { sendToChannel } from "@/lib/notify/send-to-channel";
import { sendToMember } from "@/lib/notify/send-to-member";

/** Delays before each further attempt, over a working day in total; then the message counts as failed. */
export const RETRY_SECONDS = [60, 300, 1800, 7200, 21_600];
const CLAIM_SECONDS = 120;
const BATCH = 20;

/** Sends every due message; messages claimed by another worker are skipped. @returns how many were claimed */
export async function deliverDue(_scope: PlatformScope, tellShops: TellShops): Promise<number> {
  const claimed = await inPlatform(
    (tx) => tx.$queryRaw<ClaimedDelivery[]>`
      update notification_delivery d set attempts = attempts + 1, due_at = now() + make_interval(secs => ${CLAIM_SECONDS})
      from (
        select merchant_id, id from notification_delivery where status = 'waiting' and due_at <= now()
        order by due_at limit ${BATCH} for update skip locked
      ) due
      where d.merchant_id = due.merchant_id and d.id = due.id
      returning d.merchant_id as "merchantId", d.id, d.person_id as "personId", d.channel_id as "channelId", d.content,
        d.notification_ids as "notificationIds", d.attempts`,
  );
  await Promise.all(claimed.map(async (one) => finalize(one, await send(one, tellShops).catch(failureOf))));
  return claimed.length;
}

const send = (delivery: ClaimedDelivery, tellShops: TellShops): Promise<DeliveryOutcome> =>
  delivery.channelId === null ? sendToMember(delivery, tellShops) : sendToChannel(delivery, delivery.channelId, tellShops);

function failureOf(error: unknown): DeliveryOutcome {
  if (error instanceof NoMailServer) return { status: "failed", failure: "no_mail_server", answerStatus: null, again: false };
  log.warn({ err: error }, "message not sent");
  return { status: "failed", failure: "unreachable", answerStatus: null, again: true };
}

async function finalize(delivery: ClaimedDelivery, outcome: DeliveryOutcome): Promise<void> {
  const { merchantId, id, attempts } = delivery;
  const where = { merchantId_id: { merchantId, id } };
  const wait = RETRY_SECONDS[attempts - 1];
  const again = outcome.status === "failed" && outcome.again && wait !== undefined;
  const now = new Date();
  await inPlatform(async (tx) => {
    if (outcome.status === "held") await tx.notificationDelivery.delete({ where });
    else
      await tx.notificationDelivery.update({
        where,
        data: {
          status: again ? "waiting" : outcome.status,
          failure:
            outcome.status === "failed" ? outcome.failure : outcome.status === "dropped" && outcome.isKnown ? ALREADY_NOTIFIED : null,
          answerStatus: outcome.status === "dropped" ? null : outcome.answerStatus,
          ...(outcome.status === "sent" ? { notificationIds: outcome.ids } : {}),
          ...(again ? { dueAt: new Date(now.getTime() + wait * SECOND_MS) } : { endedAt: now }),
        },
      });
    const held = "held" in outcome ? outcome.held : [];
    if (held.length > 0) await holdNotes(tx, delivery, held, now);
  });
}

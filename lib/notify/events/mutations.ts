import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { CHANNELS, toChannelKind } from "@/lib/notify/channel-kinds";
import { EVENT_TYPES, type EventType } from "@/lib/notify/events/event-names";
import type { ReplayStart } from "@/lib/notify/events/schema";

async function readNewest(tx: Transaction, merchantId: string): Promise<number> {
  const counter = await tx.eventCounter.findUnique({ where: { merchantId_streamId: { merchantId, streamId: merchantId } } });
  return Number(counter?.last ?? 0);
}

const findChannel = (tx: Transaction, merchantId: string, channelId: string) =>
  tx.notificationChannel.findFirst({ where: { merchantId, id: channelId, disabledAt: null } });

/** Chooses the events that a webhook gets from now on. */
export function chooseEvents(
  scope: MerchantScope,
  { channelId, events }: { channelId: string; events: readonly EventType[] },
): Promise<Result<true, "not_found" | "channel_unsigned">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const channel = await findChannel(tx, merchantId, channelId);
    if (!channel) return refuse("not_found");
    if (CHANNELS[toChannelKind(channel.kind)].key !== "signs") return refuse("channel_unsigned");
    const eventTypes = EVENT_TYPES.filter((type) => events.includes(type));
    // What happened before is no news; a replay sends it.
    const start = channel.eventTypes.length === 0 ? { eventsAfter: await readNewest(tx, merchantId) } : {};
    const data = { eventTypes, eventsDueAt: null, eventsAttempts: 0, ...start };
    await tx.notificationChannel.update({ where: { merchantId_id: { merchantId, id: channelId } }, data });
    const fields = (types: readonly string[]) => ({ events: types.join(", ") });
    await recordAudit(tx, scope, {
      action: "channel_events_chosen",
      details: { name: channel.name },
      before: fields(channel.eventTypes),
      after: fields(eventTypes),
    });
    return ok(true);
  });
}

/** Lets a webhook get its events again, in order, from a position or moment on. @returns the position after which it begins */
export function replayEvents(
  scope: MerchantScope,
  { channelId, after, from }: ReplayStart & { channelId: string },
): Promise<Result<{ after: number }, "not_found" | "no_events_chosen">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const channel = await findChannel(tx, merchantId, channelId);
    if (!channel) return refuse("not_found");
    if (channel.eventTypes.length === 0) return refuse("no_events_chosen");
    const newest = await readNewest(tx, merchantId);
    const first =
      from === undefined
        ? null
        : await tx.merchantEvent.findFirst({
            where: { merchantId, at: { gte: new Date(from) }, position: { not: null } },
            orderBy: { position: "asc" },
            select: { position: true },
          });
    const start = Math.min(newest, from === undefined ? (after ?? newest) : first ? Number(first.position) - 1 : newest);
    const data = { eventsAfter: start, eventsDueAt: null, eventsAttempts: 0 };
    await tx.notificationChannel.update({ where: { merchantId_id: { merchantId, id: channelId } }, data });
    await recordAudit(tx, scope, { action: "events_replayed", details: { name: channel.name, after: start } });
    return ok({ after: start });
  });
}

/** Sends one event again, out of order. */
export function resendEvent(
  scope: MerchantScope,
  { channelId, eventId }: { channelId: string; eventId: string },
): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    if (!(await findChannel(tx, merchantId, channelId))) return refuse("not_found");
    const where = { merchantId, channelId, eventId };
    const { count } = await tx.eventDelivery.updateMany({ where, data: { status: "waiting", dueAt: new Date() } });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "message_sent_again" });
    return ok(true);
  });
}

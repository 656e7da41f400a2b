import { Webhook } from "standardwebhooks";
import { SECOND_MS } from "@/lib/base/units";
import { outsideConfig } from "@/lib/connectors/egress/config";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { channelContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import { serveMerchant } from "@/lib/infra/served-merchant";
import { RETRY_SECONDS } from "@/lib/notify/deliver";
import { EVENT_COLUMNS } from "@/lib/notify/events/data";
import { eventSchema, type MerchantEvent } from "@/lib/notify/events/event-types";
import { type PostOutcome, postJson } from "@/lib/notify/post-json";
import { GONE } from "@/lib/notify/send-to-channel";

/** Channels served at once, and for how long before another worker may take over. */
const CHANNELS_AT_ONCE = 10;
const CLAIM_SECONDS = 120;
/** How long one claim goes on; the rest waits for the next. */
const TURN_MS = 20 * SECOND_MS;
const PAGE = 50;

interface Receiver {
  merchantId: string;
  channelId: string;
  url: Uint8Array<ArrayBuffer>;
  urlKeyId: string;
  secret: Uint8Array<ArrayBuffer>;
  secretKeyId: string;
}

interface ClaimedChannel extends Receiver {
  types: string[];
  after: number;
  attempts: number;
}

const RECEIVER = `c.merchant_id as "merchantId", c.id as "channelId", c.url, c.url_key_id as "urlKeyId", c.secret, c.secret_key_id as "secretKeyId"`;

const CLAIM = `
    update notification_channel c set events_due_at = now() + make_interval(secs => ${CLAIM_SECONDS})
    from (
      select known.merchant_id, known.id from notification_channel known
        join event_counter log on log.merchant_id = known.merchant_id and log.stream_id = known.merchant_id and log.last > known.events_after
      where known.event_types <> '{}' and known.disabled_at is null and (known.events_due_at is null or known.events_due_at <= now())
      order by known.events_due_at nulls first limit ${CHANNELS_AT_ONCE} for update of known skip locked
    ) due
    where c.merchant_id = due.merchant_id and c.id = due.id
    returning ${RECEIVER}, c.event_types as types, c.events_after::float8 as after, c.events_attempts as attempts`;

/** $1 merchant, $2 position, $3 types. */
const NEXT = `select ${EVENT_COLUMNS} from merchant_event e
    where e.merchant_id = $1::uuid and e.log_position > $2::bigint and e.type = any($3::text[]) order by e.log_position limit ${PAGE}`;

/** $1 merchant. */
const NEWEST = "select last::float8 as last from event_counter where merchant_id = $1::uuid and stream_id = $1::uuid";

/** Claims sent again out of order. */
const CLAIM_AGAIN = `
    update event_delivery d set due_at = now() + make_interval(secs => ${CLAIM_SECONDS})
    from (
      select merchant_id, event_id, channel_id from event_delivery where due_at <= now() order by due_at limit ${CHANNELS_AT_ONCE} for update skip locked
    ) due, merchant_event e, notification_channel c
    where d.merchant_id = due.merchant_id and d.event_id = due.event_id and d.channel_id = due.channel_id
      and e.merchant_id = d.merchant_id and e.id = d.event_id and c.merchant_id = d.merchant_id and c.id = d.channel_id
    returning ${RECEIVER}, c.disabled_at is not null as "isRemoved", ${EVENT_COLUMNS}`;

/** Posts an event, signed by Standard Webhooks. Its id is the same in every attempt. */
async function post({ merchantId, channelId, ...sealed }: Receiver, event: MerchantEvent): Promise<PostOutcome & { milliseconds: number }> {
  const context = channelContext(channelId);
  const url = unseal({ bytes: sealed.url, keyId: sealed.urlKeyId }, context);
  const secret = unseal({ bytes: sealed.secret, keyId: sealed.secretKeyId }, context);
  const [at, body] = [new Date(), JSON.stringify(event)];
  const headers = {
    "webhook-id": event.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / SECOND_MS)),
    "webhook-signature": new Webhook(secret).sign(event.id, at, body),
  };
  const outcome = await serveMerchant(merchantId, () => postJson(url, body, headers, outsideConfig().policy));
  return { ...outcome, milliseconds: Date.now() - at.getTime() };
}

type Status = "waiting" | "sent" | "failed";

async function record(
  tx: Transaction,
  { merchantId, channelId }: Receiver,
  eventId: string,
  { status: answerStatus, milliseconds, ...outcome }: Awaited<ReturnType<typeof post>>,
  status: Status,
): Promise<void> {
  const key = { merchantId, eventId, channelId };
  const failure = outcome.ok ? null : outcome.failure;
  const said = { status, dueAt: null, failure, answerStatus, answer: "said" in outcome ? outcome.said : "", milliseconds, at: new Date() };
  await tx.eventDelivery.upsert({
    where: { merchantId_eventId_channelId: key },
    create: { ...key, ...said, attempts: 1 },
    update: { ...said, attempts: { increment: 1 } },
  });
}

interface Progress {
  after: number;
  attempts: number;
  dueAt: Date | null;
}

/** @returns false if a replay began or the events were chosen anew meanwhile, which this worker must not undo */
async function advance(tx: Transaction, { merchantId, channelId }: Receiver, from: number, { after, attempts, dueAt }: Progress) {
  const where = { merchantId, id: channelId, eventsAfter: from, eventsDueAt: { not: null } };
  const data = { eventsAfter: after, eventsAttempts: attempts, eventsDueAt: dueAt };
  return (await tx.notificationChannel.updateMany({ where, data })).count > 0;
}

const mayRepeat = (outcome: PostOutcome): boolean => !outcome.ok && outcome.failure !== "target_not_allowed" && outcome.status !== GONE;

const read = (channel: ClaimedChannel, after: number) =>
  inPlatform(async (tx) => {
    const [newest] = await tx.$queryRawUnsafe<{ last: number }[]>(NEWEST, channel.merchantId);
    const rows = await tx.$queryRawUnsafe<{ event: unknown }[]>(NEXT, channel.merchantId, after, channel.types);
    return { newest: newest?.last ?? after, events: rows.map(({ event }) => eventSchema.parse(event)) };
  });

/** Sends a channel its next events, one after another: none before its predecessor was accepted or given up. */
async function serveChannel(channel: ClaimedChannel): Promise<void> {
  const end = Date.now() + TURN_MS;
  const claimed = new Date(Date.now() + CLAIM_SECONDS * SECOND_MS);
  let { after, attempts } = channel;
  for (;;) {
    const { newest, events } = await read(channel, after);
    for (const event of events) {
      const outcome = await post(channel, event);
      const wait = mayRepeat(outcome) ? RETRY_SECONDS[attempts] : undefined;
      const isTimeUp = Date.now() >= end;
      const progress =
        wait === undefined
          ? { after: event.position, attempts: 0, dueAt: isTimeUp ? null : claimed }
          : { after, attempts: attempts + 1, dueAt: new Date(Date.now() + wait * SECOND_MS) };
      const goesOn = await inPlatform(async (tx) => {
        await record(tx, channel, event.id, outcome, outcome.ok ? "sent" : wait === undefined ? "failed" : "waiting");
        return advance(tx, channel, after, progress);
      });
      if (!goesOn || isTimeUp || wait !== undefined) return;
      ({ after, attempts } = progress);
    }
    if (events.length < PAGE) {
      await inPlatform((tx) => advance(tx, channel, after, { after: Math.max(after, newest), attempts: 0, dueAt: null }));
      return;
    }
  }
}

/** Sends webhooks the events that they are due. @returns how many channels were served */
export async function deliverEvents(_scope: PlatformScope): Promise<number> {
  const channels = await inPlatform((tx) => tx.$queryRawUnsafe<ClaimedChannel[]>(CLAIM));
  await Promise.all(channels.map(serveChannel));
  return channels.length;
}

/** Sends single events again, as users asked: once each. @returns how many */
export async function deliverEventsAgain(_scope: PlatformScope): Promise<number> {
  const claimed = await inPlatform((tx) => tx.$queryRawUnsafe<(Receiver & { isRemoved: boolean; event: unknown })[]>(CLAIM_AGAIN));
  await Promise.all(
    claimed.map(async ({ isRemoved, event: stored, ...receiver }) => {
      const event = eventSchema.parse(stored);
      const outcome = isRemoved
        ? ({ ok: false, failure: "target_not_allowed", status: null, milliseconds: 0 } as const)
        : await post(receiver, event);
      await inPlatform((tx) => record(tx, receiver, event.id, outcome, outcome.ok ? "sent" : "failed"));
    }),
  );
  return claimed.length;
}

import { type ListCursor, type Page, toPage } from "@/lib/base/list-cursor";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { EventDelivery, MerchantEvent as StoredEvent } from "@/lib/infra/prisma-client/client";
import { CHANNELS, toChannelKind } from "@/lib/notify/channel-kinds";
import { EVENT_TYPES, type EventType } from "@/lib/notify/events/event-names";
import { eventSchema, type MerchantEvent } from "@/lib/notify/events/event-types";

export interface EventQuery {
  /** Position of the last event that the caller knows. */
  after: number;
  /** Only events since then. */
  from: Date | null;
  limit: number;
  /** Of these shops and of the merchant as a whole; null for all. */
  among: readonly string[] | null;
  /** Of this shop only. */
  integrationId: string | null;
  types: readonly EventType[] | null;
}

/** Stored rows in the form of `eventSchema`. */
export const EVENT_COLUMNS = `json_build_object('id', e.id, 'type', e.type, 'timestamp', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'integrationId', e.integration_id, 'sequence', e.sequence, 'position', e.log_position, 'data', e.data) as event`;

/** $1 merchant, $2 position, $3 moment or null, $4 shops or null, $5 shop or null, $6 types or null, $7 limit. */
const LIST = `select ${EVENT_COLUMNS} from merchant_event e
    where e.merchant_id = $1::uuid and e.log_position > $2::bigint and ($3::timestamptz is null or e.at >= $3::timestamptz)
      and ($4::uuid[] is null or e.integration_id is null or e.integration_id = any($4::uuid[]))
      and ($5::uuid is null or e.integration_id = $5::uuid) and ($6::text[] is null or e.type = any($6::text[]))
    order by e.log_position limit $7::int`;

/** $1 merchant. */
const BOUNDS = `select min(log_position)::int8::float8 as oldest,
      (select last::float8 from event_counter where merchant_id = $1::uuid and stream_id = $1::uuid) as newest
    from merchant_event where merchant_id = $1::uuid and log_position is not null`;

export interface EventPage {
  events: MerchantEvent[];
  /** The last position that the page covers, events that the query leaves out included. */
  next: number;
  /** Position of the oldest event that is kept; null if there is none. */
  oldest: number | null;
}

/** The merchant's events in order. */
export const listEvents = (scope: MerchantScope, query: EventQuery): Promise<EventPage> =>
  readMerchant(scope, async ({ sql, merchantId }) => {
    const { after, from, limit, among, integrationId, types } = query;
    const [bounds] = await sql.query<{ oldest: number | null; newest: number | null }>(BOUNDS, [merchantId]);
    const values = [merchantId, after, from, among, integrationId, types, limit];
    const rows = await sql.query<{ event: unknown }>(LIST, values);
    const events = rows.map(({ event }) => eventSchema.parse(event));
    const isWhole = events.length < limit;
    const next = Math.max(after, events.at(-1)?.position ?? 0, isWhole ? (bounds?.newest ?? 0) : 0);
    return { events, next, oldest: bounds?.oldest ?? null };
  });

/** What became of an event at a channel. */
export interface EventDeliveryView {
  event: MerchantEvent;
  /** `waiting`: attempted in vain, or to be sent again. */
  status: "waiting" | "sent" | "failed";
  attempts: number;
  failure: string | null;
  answerStatus: number | null;
  /** The beginning of the receiver's answer; foreign text. */
  answer: string;
  milliseconds: number | null;
  at: Date;
}

/** A webhook and the events that it gets. */
export interface EventChannel {
  id: string;
  name: string;
  host: string;
  events: EventType[];
  /** Position of the last event that it got or that was given up, and of the newest. */
  after: number;
  newest: number;
  /** When the next event is attempted again; null while nothing fails. */
  retryAt: Date | null;
}

/** Null for a channel that cannot get events. */
export const findEventChannel = (scope: MerchantScope, channelId: string): Promise<EventChannel | null> =>
  readMerchant(scope, async ({ tx, merchantId }) => {
    const channel = await tx.notificationChannel.findFirst({
      where: { merchantId, id: channelId, disabledAt: null },
      select: {
        id: true,
        kind: true,
        name: true,
        host: true,
        eventTypes: true,
        eventsAfter: true,
        eventsDueAt: true,
        eventsAttempts: true,
      },
    });
    if (!channel || CHANNELS[toChannelKind(channel.kind)].key !== "signs") return null;
    const counter = await tx.eventCounter.findUnique({ where: { merchantId_streamId: { merchantId, streamId: merchantId } } });
    const { id, name, host, eventTypes, eventsAfter, eventsDueAt, eventsAttempts } = channel;
    return {
      id,
      name,
      host,
      events: EVENT_TYPES.filter((type) => eventTypes.includes(type)),
      after: Number(eventsAfter),
      newest: Number(counter?.last ?? 0),
      retryAt: eventsAttempts > 0 ? eventsDueAt : null,
    };
  });

/** What a channel got, newest first. */
export const listEventDeliveries = (
  scope: MerchantScope,
  { channelId, before, limit }: { channelId: string; before: ListCursor | null; limit: number },
): Promise<Page<EventDeliveryView>> =>
  readMerchant(scope, async ({ tx, merchantId }) => {
    const rows = await tx.eventDelivery.findMany({
      where: {
        merchantId,
        channelId,
        ...(before ? { at: { lte: before.at }, OR: [{ at: { lt: before.at } }, { eventId: { lt: before.id } }] } : {}),
      },
      orderBy: [{ at: "desc" }, { eventId: "desc" }],
      take: limit + 1,
      include: { event: true },
    });
    const { entries, next } = toPage(rows, limit, ({ at, eventId }) => ({ at, id: eventId }));
    return { entries: entries.map(toDelivery), next };
  });

const toDelivery = ({ event, status, ...row }: EventDelivery & { event: StoredEvent }): EventDeliveryView => ({
  ...row,
  event: eventSchema.parse({
    ...event,
    timestamp: event.at.toISOString(),
    sequence: event.sequence === null ? null : Number(event.sequence),
    position: Number(event.position),
  }),
  status: status === "sent" || status === "failed" ? status : "waiting",
});

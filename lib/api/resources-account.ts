import { z } from "zod";
import { CAUSE_CODES } from "@/lib/check/causes";
import { ROLES } from "@/lib/identity/accounts/roles";
import { CHANNEL_KINDS } from "@/lib/notify/channel-kinds";
import { EVENT_TYPES } from "@/lib/notify/events/event-names";
import { eventSchema } from "@/lib/notify/events/event-types";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";
import { SHIPMENT_STATUSES } from "@/lib/orders/tracking/schema";
import { THREAD_STATUSES } from "@/lib/support/threads/schema";

// Resources around the shops: parcels, and what belongs to the merchant as a whole. The rules of resources.ts apply.

const at = z.iso.datetime();
const orNull = at.nullable();
const uuid = z.uuid();
const listOf = <Schema extends z.ZodType>(schema: Schema, limit: string) => z.object({ data: z.array(schema).describe(limit) });
const pageOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.array(schema), nextCursor: z.string().nullable().describe("For the next page; null on the last page.") });

export const shipmentSchema = z.object({
  id: uuid,
  orderId: uuid,
  orderNumber: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string().nullable(),
  status: z.enum(SHIPMENT_STATUSES).describe("waiting: the shop does not have it yet."),
  source: z.string(),
  attempts: z.number().int(),
  recordedAt: at,
  nextPushAt: orNull,
  sentAt: orNull,
  cancelledAt: orNull,
  failure: z.string().nullable().describe("Why the last attempt failed."),
  failureStatus: z.number().int().nullable(),
  shopSays: z.string().nullable().describe("The shop’s own words; foreign text."),
});
export const shipmentListSchema = listOf(shipmentSchema, "The newest 100, waiting and failed ones first.");
export const recordedShipmentsSchema = z.object({
  recorded: z.number().int(),
  known: z.number().int().describe("Recorded before; nothing is sent twice."),
  shipmentIds: z.array(uuid),
});
export const sentAgainSchema = z.object({ count: z.number().int() });
export const droppedSchema = z.object({ dropped: z.boolean().describe("False if the shop already has it, or gets it now.") });

export const memberSchema = z.object({
  personId: uuid,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  since: at,
  lastSeenAt: orNull,
});
export const memberListSchema = listOf(memberSchema, "By name.");
export const invitationSchema = z.object({
  id: uuid,
  email: z.string(),
  role: z.enum(ROLES),
  createdAt: at,
  sentAt: orNull,
  expiresAt: orNull,
  mailFailure: z.string().nullable(),
});
export const invitationListSchema = listOf(invitationSchema, "Open ones, newest first.");

const fields = z.record(z.string(), z.unknown());
export const auditEntrySchema = z.object({
  id: uuid,
  at,
  action: z.string(),
  actorKind: z.enum(["member", "staff", "token", "job"]),
  actor: z.string().nullable(),
  sourceAddress: z.string().nullable(),
  integrationId: uuid.nullable(),
  shop: z.string().nullable(),
  details: fields,
  before: fields.nullable(),
  after: fields.nullable(),
});
export const auditListSchema = pageOf(auditEntrySchema);

const threadFields = {
  id: uuid,
  integrationId: uuid.nullable(),
  shop: z.string().nullable(),
  causeCode: z.enum(CAUSE_CODES).nullable(),
  status: z.enum(THREAD_STATUSES).describe("open: support must answer. waiting: you must. solved until the next message."),
  openedAt: at,
  firstWords: z.string(),
  lastMessageAt: at,
  lastFrom: z.enum(["merchant", "staff"]),
  unread: z.boolean(),
};
export const threadListSchema = listOf(z.object(threadFields), "The newest 200.");
export const threadSchema = z.object({
  ...threadFields,
  messages: z.array(z.object({ id: uuid, from: z.enum(["merchant", "staff"]), author: z.string().nullable(), text: z.string(), at })),
  solution: z.object({ at, causeCode: z.enum(CAUSE_CODES).nullable(), fix: z.string() }).nullable(),
});

export const channelSchema = z.object({
  id: uuid,
  kind: z.enum(CHANNEL_KINDS),
  name: z.string(),
  host: z.string().describe("Of its URL, which is a secret itself."),
  kinds: z.array(z.enum(NOTIFICATION_KINDS)).describe("The events that it gets."),
  createdAt: at,
});
export const channelListSchema = listOf(channelSchema, "At most 10.");
export const newChannelSchema = channelSchema.extend({
  secret: z.string().nullable().describe("Signs deliveries of a webhook; in the first answer only, and null in a replay."),
});
export const deliverySchema = z.object({
  id: uuid,
  to: z.string().describe("Name of the channel, or id of the person who gets the mail."),
  way: z.enum(["mail", ...CHANNEL_KINDS]),
  content: z.enum(["notices", "weekly", "test"]),
  notices: z.number().int(),
  status: z.enum(["waiting", "sent", "failed", "dropped", "already_notified"]),
  failure: z.string().nullable(),
  answerStatus: z.number().int().nullable(),
  attempts: z.number().int(),
  at,
});
export const deliveryListSchema = pageOf(deliverySchema);
export const eventListSchema = z.object({
  data: z.array(eventSchema),
  next: z.number().int().describe("For “after” of the next call, also if “data” is empty."),
  oldest: z.number().int().nullable().describe("Position of the oldest event that is kept: those between “after” and it are lost."),
});
export const channelEventsSchema = z.object({
  channelId: uuid,
  events: z.array(z.enum(EVENT_TYPES)),
  after: z.number().int().describe("Position of the last event that it got, or that was given up."),
  newest: z.number().int().describe("Position of the merchant’s newest event."),
  retryAt: orNull.describe("When an event that it did not accept is sent again; the later ones wait."),
});
export const eventDeliverySchema = z.object({
  event: eventSchema,
  status: z.enum(["waiting", "sent", "failed"]),
  attempts: z.number().int(),
  failure: z.string().nullable(),
  answerStatus: z.number().int().nullable(),
  answer: z.string().describe("The beginning of the receiver’s answer; foreign text."),
  milliseconds: z.number().int().nullable(),
  at: at.describe("Of the last attempt."),
});
export const eventDeliveryListSchema = pageOf(eventDeliverySchema);
export const doneSchema = z.object({ done: z.literal(true) });

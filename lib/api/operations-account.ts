import { z } from "zod";
import { acting, cursorSchema, daySchema, instantSchema, limitSchema, nothing, type Operation, reading } from "@/lib/api/operation";
import * as shapes from "@/lib/api/resources-account";
import { CAUSE_CODES } from "@/lib/check/causes";
import { ROLES } from "@/lib/identity/accounts/roles";
import { emailSchema } from "@/lib/identity/auth/schema";
import { EVENT_TYPES } from "@/lib/notify/events/event-names";
import { chosenEventsSchema, replayStartSchema } from "@/lib/notify/events/schema";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";
import { addChannelSchema } from "@/lib/notify/schema";
import { newShipmentSchema, parcelSchema } from "@/lib/orders/tracking/schema";
import { answerSchema } from "@/lib/support/threads/schema";

// Operations around the shops: parcels, and what belongs to the merchant as a whole.

const MAX_PARCELS = 100;
const dayOf = (text: string) => daySchema.optional().describe(text);
const parcel = {
  carrier: parcelSchema.shape.carrier.meta({ examples: ["dhl"] }),
  trackingNumber: parcelSchema.shape.trackingNumber.meta({ examples: ["JJD000390007882823456"] }),
  trackingUrl: parcelSchema.shape.trackingUrl,
};
const members = { scope: "members:write", isWide: true } as const;
const channels = { scope: "shops:write", isWide: true } as const;
const textSchema = answerSchema.shape.text.meta({ examples: ["Why does order 1042 not arrive?"] });
const known = ["scope_missing", "not_found"] as const;

export const ACCOUNT_OPERATIONS = {
  listShipments: {
    ...reading,
    path: "/integrations/{integrationId}/shipments",
    scope: "orders:read",
    query: nothing,
    answer: shapes.shipmentListSchema,
    problems: known,
  },
  recordShipments: {
    ...acting,
    path: "/integrations/{integrationId}/shipments",
    scope: "sync:write",
    body: z.strictObject({
      shipments: z
        .array(z.strictObject({ order: newShipmentSchema.shape.order.meta({ examples: ["1042"] }), ...parcel }))
        .min(1)
        .max(MAX_PARCELS)
        .describe("All are recorded or, if one is wrong, none."),
    }),
    status: 201,
    answer: shapes.recordedShipmentsSchema,
    problems: ["input_invalid", ...known],
  },
  sendAllShipments: {
    ...acting,
    path: "/integrations/{integrationId}/shipments/send",
    scope: "sync:write",
    answer: shapes.sentAgainSchema,
    problems: known,
  },
  correctShipment: {
    ...acting,
    method: "PATCH",
    path: "/integrations/{integrationId}/shipments/{shipmentId}",
    scope: "sync:write",
    body: z.strictObject(parcel),
    answer: shapes.doneSchema,
    problems: ["input_invalid", ...known],
  },
  sendShipment: {
    ...acting,
    path: "/integrations/{integrationId}/shipments/{shipmentId}/send",
    scope: "sync:write",
    answer: shapes.doneSchema,
    problems: known,
  },
  dropShipment: {
    ...acting,
    path: "/integrations/{integrationId}/shipments/{shipmentId}/drop",
    scope: "sync:write",
    answer: shapes.droppedSchema,
    problems: known,
  },
  listMembers: {
    ...reading,
    ...members,
    path: "/members",
    query: nothing,
    answer: shapes.memberListSchema,
    problems: ["scope_missing", "token_limited"],
  },
  changeMember: {
    ...acting,
    ...members,
    method: "PATCH",
    path: "/members/{personId}",
    body: z.strictObject({ role: z.enum(ROLES) }),
    act: "member_role_changed",
    answer: shapes.memberListSchema,
    problems: ["input_invalid", ...known, "token_limited", "not_owner", "last_owner", "frozen"],
  },
  removeMember: {
    ...acting,
    ...members,
    path: "/members/{personId}/remove",
    act: "member_removed",
    answer: shapes.memberListSchema,
    problems: [...known, "token_limited", "not_owner", "last_owner", "frozen"],
  },
  listInvitations: {
    ...reading,
    ...members,
    path: "/invitations",
    query: nothing,
    answer: shapes.invitationListSchema,
    problems: ["scope_missing", "token_limited", "not_owner"],
  },
  inviteMember: {
    ...acting,
    ...members,
    path: "/invitations",
    body: z.strictObject({ email: emailSchema.meta({ examples: ["ada@shop.example"] }), role: z.enum(ROLES).default("member") }),
    status: 201,
    act: "member_invited",
    spends: "invite",
    answer: shapes.invitationListSchema,
    problems: ["input_invalid", "scope_missing", "token_limited", "not_owner", "too_many", "frozen", "quota_spent"],
  },
  sendInvitation: {
    ...acting,
    ...members,
    path: "/invitations/{invitationId}/send",
    spends: "invite",
    answer: shapes.invitationListSchema,
    problems: [...known, "token_limited", "not_owner", "too_many", "quota_spent"],
  },
  withdrawInvitation: {
    ...acting,
    ...members,
    path: "/invitations/{invitationId}/withdraw",
    answer: shapes.invitationListSchema,
    problems: [...known, "token_limited", "not_owner"],
  },
  listAudit: {
    ...reading,
    ...members,
    path: "/audit",
    query: z.strictObject({
      limit: limitSchema,
      cursor: cursorSchema,
      action: z
        .string()
        .regex(/^[a-z_]{1,60}$/, { error: "action_invalid" })
        .optional(),
      integrationId: z.uuid({ error: "integration_id_invalid" }).optional(),
      from: dayOf("First day, in UTC."),
      to: dayOf("Last day."),
    }),
    answer: shapes.auditListSchema,
    problems: ["input_invalid", "scope_missing", "token_limited"],
  },
  listThreads: {
    ...reading,
    path: "/support/threads",
    scope: "support",
    query: nothing,
    answer: shapes.threadListSchema,
    problems: ["scope_missing"],
  },
  getThread: {
    ...reading,
    path: "/support/threads/{threadId}",
    scope: "support",
    query: nothing,
    answer: shapes.threadSchema,
    problems: known,
  },
  askSupport: {
    ...acting,
    path: "/support/threads",
    scope: "support",
    body: z.strictObject({
      text: textSchema,
      integrationId: z.uuid().nullable().default(null).describe("The shop; its evidence is attached."),
      causeCode: z.enum(CAUSE_CODES).nullable().default(null),
      runId: z.uuid().nullable().default(null),
    }),
    status: 201,
    spends: "ask_support",
    answer: shapes.threadSchema,
    problems: ["input_invalid", ...known, "quota_spent"],
  },
  answerThread: {
    ...acting,
    path: "/support/threads/{threadId}/messages",
    scope: "support",
    body: z.strictObject({ text: textSchema }),
    status: 201,
    spends: "ask_support",
    answer: shapes.threadSchema,
    problems: ["input_invalid", ...known, "quota_spent"],
  },
  listChannels: {
    ...reading,
    ...channels,
    path: "/channels",
    query: nothing,
    answer: shapes.channelListSchema,
    problems: ["scope_missing", "token_limited"],
  },
  addChannel: {
    ...acting,
    ...channels,
    path: "/channels",
    body: addChannelSchema.strict().meta({
      examples: [{ kind: "webhook", name: "ERP", url: "https://erp.example/mooring", kinds: ["needs_you", "recovered"] }],
    }),
    status: 201,
    act: "channel_added",
    spends: "add_channel",
    answer: shapes.newChannelSchema,
    secretField: "secret",
    problems: ["input_invalid", "scope_missing", "token_limited", "too_many", "frozen", "quota_spent"],
  },
  changeChannel: {
    ...acting,
    ...channels,
    method: "PATCH",
    path: "/channels/{channelId}",
    body: z.strictObject({ kinds: z.array(z.enum(NOTIFICATION_KINDS)).describe("What it is told; none silences it.") }),
    answer: shapes.channelListSchema,
    problems: ["input_invalid", ...known, "token_limited"],
  },
  removeChannel: {
    ...acting,
    ...channels,
    path: "/channels/{channelId}/remove",
    answer: shapes.channelListSchema,
    problems: [...known, "token_limited"],
  },
  restoreChannel: {
    ...acting,
    ...channels,
    path: "/channels/{channelId}/restore",
    answer: shapes.channelListSchema,
    problems: [...known, "token_limited", "too_many"],
  },
  renewChannelSecret: {
    ...acting,
    ...channels,
    path: "/channels/{channelId}/secret",
    answer: shapes.newChannelSchema,
    secretField: "secret",
    problems: ["input_invalid", ...known, "token_limited"],
  },
  testChannel: {
    ...acting,
    ...channels,
    path: "/channels/{channelId}/test",
    spends: "test_message",
    status: 202,
    answer: shapes.doneSchema,
    problems: [...known, "token_limited", "quota_spent"],
  },
  getChannelEvents: {
    ...reading,
    ...channels,
    path: "/channels/{channelId}/events",
    query: nothing,
    answer: shapes.channelEventsSchema,
    problems: [...known, "token_limited"],
  },
  chooseChannelEvents: {
    ...acting,
    ...channels,
    method: "PATCH",
    path: "/channels/{channelId}/events",
    body: z.strictObject({
      events: chosenEventsSchema.shape.events
        .describe("None: it gets no more.")
        .meta({ examples: [["order.imported", "shop.throttled", "shop.recovered"]] }),
    }),
    answer: shapes.channelEventsSchema,
    problems: ["input_invalid", ...known, "token_limited"],
  },
  replayEvents: {
    ...acting,
    ...channels,
    path: "/channels/{channelId}/replay",
    body: replayStartSchema.meta({ examples: [{ after: 0 }] }),
    spends: "send_events_again",
    answer: shapes.channelEventsSchema,
    problems: ["input_invalid", ...known, "token_limited", "quota_spent"],
  },
  listEventDeliveries: {
    ...reading,
    ...channels,
    path: "/channels/{channelId}/deliveries",
    query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
    answer: shapes.eventDeliveryListSchema,
    problems: ["input_invalid", ...known, "token_limited"],
  },
  resendEvent: {
    ...acting,
    ...channels,
    path: "/channels/{channelId}/deliveries/{eventId}/send",
    spends: "send_events_again",
    status: 202,
    answer: shapes.doneSchema,
    problems: [...known, "token_limited", "quota_spent"],
  },
  listEvents: {
    ...reading,
    path: "/events",
    query: z.strictObject({
      after: z.coerce
        .number({ error: "after_invalid" })
        .int({ error: "after_invalid" })
        .min(0, { error: "after_invalid" })
        .default(0)
        .describe("“next” of the previous call, or the position of the last event that you know."),
      from: instantSchema.optional().describe("Only events since then."),
      limit: limitSchema,
      integrationId: z.uuid({ error: "integration_id_invalid" }).optional(),
      types: z
        .string()
        .optional()
        .describe(`Separated by commas: ${EVENT_TYPES.join(", ")}.`)
        .transform((text, context) => {
          const found = text?.split(",").map((one) => EVENT_TYPES.find((type) => type === one.trim()));
          if (found?.includes(undefined)) context.addIssue({ code: "custom", message: "types_invalid" });
          return found?.filter((one) => one !== undefined) ?? null;
        }),
    }),
    answer: shapes.eventListSchema,
    problems: ["input_invalid", "not_found"],
  },
  listDeliveries: {
    ...reading,
    ...channels,
    path: "/deliveries",
    query: z.strictObject({ cursor: cursorSchema }),
    answer: shapes.deliveryListSchema,
    problems: ["input_invalid", "scope_missing", "token_limited"],
  },
  resendDelivery: {
    ...acting,
    ...channels,
    path: "/deliveries/{deliveryId}/send",
    spends: "test_message",
    status: 202,
    answer: shapes.doneSchema,
    problems: [...known, "token_limited", "quota_spent"],
  },
} as const satisfies Record<string, Operation>;

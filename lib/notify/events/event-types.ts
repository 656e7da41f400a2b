import { z } from "zod";
import { CAUSE_CODES } from "@/lib/check/causes";
import { VERDICTS } from "@/lib/check/result";
import { LANES } from "@/lib/health/lane/lane-name";
import type { EventType } from "@/lib/notify/events/event-names";

// What a program hears of. Types and fields may be added, but never removed or redefined: receivers depend on them.

const at = z.iso.datetime();
const uuid = z.uuid();

/** Orders of one event; an import of more is told in several. */
export const ORDERS_PER_EVENT = 100;

const incidentData = z.object({
  incidentId: uuid,
  openedAt: at,
  causes: z.array(z.string()).describe("Codes of its open causes."),
  cameBack: z.number().int().describe("How often it was over and came back."),
});

/** Every type of event with its data. */
export const EVENT_DATA = {
  "shop.throttled": z.object({ lane: z.enum(LANES), reason: z.string().describe("The code of the lane’s reason."), since: at }),
  "shop.recovered": z.object({ lane: z.enum(LANES), failingSince: at.describe("The first failure since the success before.") }),
  "check.completed": z.object({ checkId: uuid, verdict: z.enum(VERDICTS), causes: z.array(z.enum(CAUSE_CODES)) }),
  "order.imported": z.object({
    runId: uuid.nullable().describe("Null for orders read outside a sync, as after a webhook of the shop."),
    orders: z.array(z.object({ orderId: uuid, number: z.string(), change: z.enum(["created", "updated"]) })).max(ORDERS_PER_EVENT),
  }),
  "parcel.failed": z.object({ shipmentId: uuid, failure: z.string().describe("It is not sent again unless a user asks for it.") }),
  "incident.opened": incidentData,
  "incident.closed": incidentData,
  "address.announced": z.object({
    addresses: z.array(z.string()).describe("New addresses of ours, which firewalls must let in from that day on."),
    retiring: z.array(z.string()).describe("Those that they replace."),
    plannedOn: z.iso.date(),
  }),
} as const satisfies Record<EventType, z.ZodType>;

export type EventData<Type extends EventType> = z.input<(typeof EVENT_DATA)[Type]>;

const envelope = {
  id: uuid.describe("The same in every delivery."),
  timestamp: at.describe("When it happened."),
  integrationId: uuid.nullable().describe("The shop; null if it concerns the whole merchant."),
  sequence: z.number().int().nullable().describe("Counts the events of the shop without gaps, from 1 on; null without a shop."),
  position: z.number().int().describe("Counts the events of the merchant in the same way."),
};
const shapeOf = <Type extends EventType>(type: Type) =>
  z.object({ ...envelope, type: z.literal(type), data: EVENT_DATA[type] as (typeof EVENT_DATA)[Type] });

/** An event as the API answers it and webhooks carry it. */
export const eventSchema = z.discriminatedUnion("type", [
  shapeOf("shop.throttled"),
  shapeOf("shop.recovered"),
  shapeOf("check.completed"),
  shapeOf("order.imported"),
  shapeOf("parcel.failed"),
  shapeOf("incident.opened"),
  shapeOf("incident.closed"),
  shapeOf("address.announced"),
]);
export type MerchantEvent = z.output<typeof eventSchema>;

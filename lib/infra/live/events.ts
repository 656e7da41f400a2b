import { z } from "zod";

/** The NOTIFY channel of committed changes. */
export const LIVE_CHANNEL = "mooring_live";

/**
 * The payload of a change: ids only (NOTIFY is limited to 8,000 bytes, and every web process receives it). Subscribers read the row within
 * their own scope.
 */
export const liveEventSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), merchantId: z.uuid(), integrationId: z.uuid(), runId: z.uuid() }),
  z.object({ kind: z.literal("check"), merchantId: z.uuid(), integrationId: z.uuid(), checkId: z.uuid() }),
  /** State of a lane, last order, name, settings: anything that a row of the shop list shows. */
  z.object({ kind: z.literal("integration"), merchantId: z.uuid(), integrationId: z.uuid() }),
  /** A question to support: a new message, its status, or read marks. */
  z.object({ kind: z.literal("thread"), merchantId: z.uuid(), threadId: z.uuid() }),
  /** An incident of many shops, or a coming change that a shop refuses, began or ended for shops of this merchant. */
  z.object({ kind: z.literal("incident"), merchantId: z.uuid() }),
  /** A notification of members: the bell counts it. */
  z.object({ kind: z.literal("note"), merchantId: z.uuid() }),
  /** Incidents of and jobs over many shops; not bound to a merchant. */
  z.object({ kind: z.literal("fleet") }),
]);

export type LiveEvent = z.infer<typeof liveEventSchema>;
export type MerchantEvent = Exclude<LiveEvent, { kind: "fleet" }>;

import { z } from "zod";

/** The NOTIFY channel of committed changes. */
export const LIVE_CHANNEL = "mooring_live";

/**
 * The payload of a change: ids only, since NOTIFY is limited to 8,000 bytes and every web process receives it. Subscribers read the row within
 * their own scope.
 */
export const liveEventSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), merchantId: z.uuid(), integrationId: z.uuid(), runId: z.uuid() }),
  z.object({ kind: z.literal("check"), merchantId: z.uuid(), integrationId: z.uuid(), checkId: z.uuid() }),
  /** State of a lane, last order, name, settings: anything that the shop list shows in a row. */
  z.object({ kind: z.literal("integration"), merchantId: z.uuid(), integrationId: z.uuid() }),
  /** A question to support: a new message, its status, or read marks. */
  z.object({ kind: z.literal("thread"), merchantId: z.uuid(), threadId: z.uuid() }),
  /** For this merchant's shops, an incident or a coming change that a shop refuses has begun or ended. */
  z.object({ kind: z.literal("incident"), merchantId: z.uuid() }),
  /** The erasure of a buyer has begun, got on or ended. */
  z.object({ kind: z.literal("erasure"), merchantId: z.uuid() }),
  /** A notification for members, counted by the bell. */
  z.object({ kind: z.literal("note"), merchantId: z.uuid() }),
  /** Incidents and jobs that span merchants. */
  z.object({ kind: z.literal("fleet") }),
  /** Support's queue: an incident moved, a check of a shop ended, or staff changed who works on what. */
  z.object({ kind: z.literal("queue") }),
]);

export type LiveEvent = z.infer<typeof liveEventSchema>;
export type MerchantEvent = Exclude<LiveEvent, { kind: "fleet" | "queue" }>;

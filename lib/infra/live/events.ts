import { z } from "zod";

/** The Postgres channel that committed changes are told on. */
export const LIVE_CHANNEL = "mooring_live";

/**
 * What is told at commit: ids only (a NOTIFY is bounded to 8,000 bytes and seen by every web process);
 * who listens reads the row within its own scope.
 */
export const liveEventSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), merchantId: z.uuid(), integrationId: z.uuid(), runId: z.uuid() }),
  z.object({ kind: z.literal("check"), merchantId: z.uuid(), integrationId: z.uuid(), checkId: z.uuid() }),
  /** State of a lane, last order, name, settings: whatever a row of the list shows. */
  z.object({ kind: z.literal("integration"), merchantId: z.uuid(), integrationId: z.uuid() }),
  /** A question to support: a message, its status, or that it was read. */
  z.object({ kind: z.literal("thread"), merchantId: z.uuid(), threadId: z.uuid() }),
  /** A known problem of many shops, or a coming change that a shop refuses, began or ended for shops of this merchant. */
  z.object({ kind: z.literal("incident"), merchantId: z.uuid() }),
  /** Something that members are told of: the bell counts it. */
  z.object({ kind: z.literal("note"), merchantId: z.uuid() }),
  /** Incidents of many shops, and jobs over many; no merchant's. */
  z.object({ kind: z.literal("fleet") }),
]);

export type LiveEvent = z.infer<typeof liveEventSchema>;
/** What happens within one merchant. */
export type MerchantEvent = Exclude<LiveEvent, { kind: "fleet" }>;

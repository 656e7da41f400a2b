import { z } from "zod";

/** Most shops that one press may meet. */
export const MAX_AT_ONCE = 500;

export const manyIntegrationsSchema = z.object({ integrationIds: z.array(z.uuid()).min(1).max(MAX_AT_ONCE) });

/** Why a press started nothing for a shop. */
const refusalCode = z.enum(["not_found", "no_credentials", "paused", "too_soon"]);
export type RefusalCode = z.infer<typeof refusalCode>;

/** A press as the browser kept it, to ask what came of it. */
export const triggeredBulkSchema = z.object({
  runs: z.array(z.object({ integrationId: z.uuid(), runId: z.uuid(), joined: z.boolean().default(false) })).max(MAX_AT_ONCE),
  refused: z.array(z.object({ integrationId: z.uuid(), code: refusalCode })).max(MAX_AT_ONCE),
});

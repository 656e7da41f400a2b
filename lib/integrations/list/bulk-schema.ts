import { z } from "zod";
import { MAX_AT_ONCE } from "@/lib/integrations/limits";
import { listFilterSchema } from "@/lib/integrations/list/list-search";

/** The shops of a bulk action: by id, or all that match a filter, evaluated on the server. */
export const manyIntegrationsSchema = z.union([
  z.object({ integrationIds: z.array(z.uuid()).min(1).max(MAX_AT_ONCE) }),
  z.object({ filter: listFilterSchema }),
]);
export type ManyIntegrations = z.input<typeof manyIntegrationsSchema>;

/** Why no run was started for a shop. */
const refusalCode = z.enum(["not_found", "no_credentials", "paused", "too_soon"]);
export type RefusalCode = z.infer<typeof refusalCode>;

/** A bulk Refresh as started by the server, stored in the browser to query its outcome. `joined`: a run was already in progress. */
export const triggeredBulkSchema = z.object({
  runs: z.array(z.object({ integrationId: z.uuid(), runId: z.uuid(), joined: z.boolean().default(false) })).max(MAX_AT_ONCE),
  refused: z.array(z.object({ integrationId: z.uuid(), code: refusalCode })).max(MAX_AT_ONCE),
});
export type BulkRefresh = z.infer<typeof triggeredBulkSchema>;

import { z } from "zod";

/** Most shops that one press may meet. */
export const MAX_AT_ONCE = 500;

export const manyIntegrationsSchema = z.object({ integrationIds: z.array(z.uuid()).min(1).max(MAX_AT_ONCE) });

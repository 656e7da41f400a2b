import { z } from "zod";

/** A window as it is chosen: days on the wall clock of a zone, the last one included. */
export const chosenWindowSchema = z.object({
  integrationId: z.uuid(),
  from: z.string().max(10),
  to: z.string().max(10),
  timeZone: z.string().max(64),
});

import { z } from "zod";

/** Response to "Test again" in a report. */
const hostTestAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started") }),
  z.object({ kind: z.literal("joined") }),
  z.object({ kind: z.literal("too_soon"), retryAfterSeconds: z.number() }),
  z.object({ kind: z.literal("nothing_refused") }),
]);
export type HostTestAnswer = z.infer<typeof hostTestAnswerSchema>;

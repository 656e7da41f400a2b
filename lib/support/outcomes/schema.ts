import { z } from "zod";
import { linesSchema } from "@/lib/base/typed-text";
import { CAUSE_CODES } from "@/lib/check/causes";
import { SOLVERS, VERDICTS } from "@/lib/support/outcomes/verdicts";

const causeSchema = z.preprocess((code) => (code === "" ? null : code), z.enum(CAUSE_CODES).nullable());

/** Who solved it, and whether the diagnosis was right. A wrong one needs the right cause or words. */
export const outcomeSchema = z
  .object({
    merchantId: z.uuid(),
    incidentId: z.uuid(),
    solvedBy: z.enum(SOLVERS),
    verdict: z.enum(VERDICTS),
    actualCause: causeSchema,
    text: linesSchema(z.string().max(600, { error: "words_too_long" })),
  })
  .refine(({ verdict, actualCause, text }) => verdict !== "wrong" || actualCause !== null || text !== "", {
    error: "words_missing",
    path: ["text"],
  });
export type Outcome = z.infer<typeof outcomeSchema>;

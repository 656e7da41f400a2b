import { z } from "zod";
import { LIMITS } from "@/lib/base/limits";
import { linesSchema } from "@/lib/base/typed-text";
import { HOST_ANSWERS } from "@/lib/incidents/incident";
import { optionalEmailSchema, reportSchema } from "@/lib/operations/reports/schema";

const text = linesSchema(z.string().max(LIMITS.reportMessage, { error: "words_too_long" }));

/** What the host sends. Only "fixed" says enough without words. */
export const hostAnswerSchema = z
  .object({ kind: z.enum(HOST_ANSWERS), text, replyTo: optionalEmailSchema })
  .refine((answer) => answer.kind === "fixed" || answer.text !== "", { error: "words_missing", path: ["text"] });
export type HostAnswer = z.infer<typeof hostAnswerSchema>;

export const replySchema = reportSchema.extend({ text: text.refine((typed) => typed !== "", { error: "words_missing" }) });
export type Reply = z.infer<typeof replySchema>;

import { z } from "zod";
import { linesSchema } from "@/lib/base/typed-text";
import { CAUSE_CODES } from "@/lib/check/causes";
import { SOLVERS, VERDICTS } from "@/lib/support/outcomes/verdicts";

/** `open`: support must answer; `waiting`: the merchant must answer; `solved` until the next message. */
export const THREAD_STATUSES = ["open", "waiting", "solved"] as const;
export type ThreadStatus = (typeof THREAD_STATUSES)[number];

export const THREAD_SUBJECTS = ["integration", "cause", "run", "merchant"] as const;
export type ThreadSubject = (typeof THREAD_SUBJECTS)[number];

export const messageSchema = linesSchema(z.string().min(1, { error: "words_missing" }).max(4000, { error: "words_too_long" }));

/** A question. One line suffices, since the evidence is attached. */
export const askSchema = z.object({
  text: messageSchema,
  integrationId: z.uuid().nullable(),
  causeCode: z.enum(CAUSE_CODES).nullable(),
  runId: z.uuid().nullable(),
});
export type Question = z.infer<typeof askSchema>;

export const answerSchema = z.object({ threadId: z.uuid(), text: messageSchema });
export type Answer = z.infer<typeof answerSchema>;

export const solveSchema = z.object({
  threadId: z.uuid(),
  /** The cause; null if it was none of the known ones. */
  causeCode: z.enum(CAUSE_CODES).nullable(),
  /** The solution in one sentence. */
  fix: linesSchema(z.string().min(3, { error: "fix_missing" }).max(600, { error: "words_too_long" })),
});

/** With who solved it and whether the diagnosis was right; null about no shop. */
export const endSchema = solveSchema.extend({ solvedBy: z.enum(SOLVERS).nullable(), verdict: z.enum(VERDICTS).nullable() });
export type Solution = z.infer<typeof solveSchema>;

export const subjectOf = ({ integrationId, causeCode, runId }: Omit<Question, "text">): ThreadSubject => {
  if (integrationId === null) return "merchant";
  if (causeCode !== null) return "cause";
  return runId === null ? "integration" : "run";
};

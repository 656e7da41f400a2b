import { z } from "zod";
import { LIMITS } from "@/lib/base/limits";
import { linesSchema } from "@/lib/base/typed-text";
import { CAUSE_CODES } from "@/lib/check/causes";
import { RECIPES } from "@/lib/check/diagnosis/fixes/fixes-for";

const FIX_ANSWERS = ["worked", "did_not", "something_else"] as const;
export type FixAnswerKind = (typeof FIX_ANSWERS)[number];

/** "Was this right?" about one cause of an incident. Something else needs words, the other answers name the fix. */
export const fixAnswerSchema = z
  .object({
    integrationId: z.uuid(),
    incidentId: z.uuid(),
    cause: z.enum(CAUSE_CODES),
    recipe: z.string(),
    answer: z.enum(FIX_ANSWERS),
    text: linesSchema(z.string().max(LIMITS.fixAnswer, { error: "words_too_long" })),
  })
  .refine(({ answer, text }) => answer !== "something_else" || text !== "", { error: "words_missing", path: ["text"] })
  .refine(({ answer, cause, recipe }) => answer === "something_else" || RECIPES[cause].some(({ id }) => id === recipe), {
    path: ["recipe"],
  });
export type GivenAnswer = z.infer<typeof fixAnswerSchema>;

export const toFixAnswer = (stored: string): FixAnswerKind => FIX_ANSWERS.find((known) => known === stored) ?? "something_else";

import { z } from "zod";
import { multiLine, singleLine } from "@/lib/base/normalize-text";

// Texts that people type are normalized before `rules` apply to them.

export const lineSchema = (rules: z.ZodString) => z.string().transform(singleLine).pipe(rules);

export const linesSchema = (rules: z.ZodString) => z.string().transform(multiLine).pipe(rules);

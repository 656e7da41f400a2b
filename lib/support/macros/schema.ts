import { z } from "zod";
import { lineSchema, linesSchema } from "@/lib/base/typed-text";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { MACRO_ACTS } from "@/lib/support/macros/macro-acts";
import { findUnknown } from "@/lib/support/macros/template";
import { seenSchema } from "@/lib/support/queue/schema";
import { SNOOZE_HOURS } from "@/lib/support/queue/snooze-hours";
import { messageSchema } from "@/lib/support/threads/schema";

const templateSchema = linesSchema(z.string().max(4000, { error: "words_too_long" })).refine((text) => findUnknown(text).length === 0, {
  error: "placeholder_unknown",
});

const thenSchema = z.object({
  act: z.enum(MACRO_ACTS),
  snoozeHours: z.preprocess((hours) => (hours === "" ? null : hours), z.coerce.number().pipe(z.literal(SNOOZE_HOURS)).nullable()),
});

export const macroSchema = thenSchema.extend({
  /** Null: a new one. */
  id: z.uuid().nullable(),
  name: lineSchema(z.string().min(1, { error: "name_missing" }).max(60, { error: "name_too_long" })),
  /** By language; a merchant whose language has none reads English or the first. */
  texts: z
    .partialRecord(z.enum(LOCALES), templateSchema)
    .transform((texts) => Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "")) as Partial<Record<Locale, string>>)
    .refine((texts) => Object.keys(texts).length > 0, { error: "words_missing", path: ["en"] }),
});
export type MacroInput = z.infer<typeof macroSchema>;

export const draftSchema = z.object({
  integrationId: z.uuid().nullable(),
  threadId: z.uuid().nullable(),
  /** Null: the merchant's. */
  locale: z.enum(LOCALES).nullable(),
});
export type DraftInput = z.infer<typeof draftSchema>;

export const sentAnswerSchema = thenSchema.extend({
  merchantId: z.uuid(),
  integrationId: z.uuid().nullable(),
  /** Null: a new message about the shop. */
  threadId: z.uuid().nullable(),
  /** The incident as the user saw it; null if the shop has none. */
  incident: seenSchema.nullable(),
  /** Why the incident is snoozed: the name of the template. */
  name: lineSchema(z.string().max(60)),
  text: messageSchema,
});
export type SentAnswer = z.infer<typeof sentAnswerSchema>;

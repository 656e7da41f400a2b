import { z } from "zod";

// What a person sets up for their own eyes. Usable in the browser.

/** Columns of the list of shops that may be shown besides name and state, in the order in which they stand. */
export const LIST_COLUMNS = ["last_order", "last_check", "parcels", "missed_orders", "next_sync"] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];
export const USUAL_COLUMNS: readonly ListColumn[] = ["last_order", "last_check"];
export const listColumnsSchema = z
  .array(z.enum(LIST_COLUMNS))
  .max(LIST_COLUMNS.length)
  .transform((chosen) => LIST_COLUMNS.filter((column) => chosen.includes(column)));

export const MAX_VIEW_NAME_LENGTH = 60;
export const MAX_VIEWS = 20;

/** A filter with a name: the text of the address bar that shows it. */
export const savedViewSchema = z.object({
  id: z.uuid(),
  name: z
    .string()
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim())
    .pipe(z.string().min(1).max(MAX_VIEW_NAME_LENGTH)),
  query: z.string().max(500).regex(/^\?/),
});
export type SavedView = z.infer<typeof savedViewSchema>;
export const savedViewsSchema = z.array(savedViewSchema).max(MAX_VIEWS);

/** Every preference: its shape, and what counts while the person chose nothing. */
export const PREFERENCES = {
  list_columns: { schema: listColumnsSchema, usual: [...USUAL_COLUMNS] },
  /** Filters of the list of shops; each merchant's shops have their own. */
  list_views: { schema: savedViewsSchema, usual: [] },
} as const satisfies Record<string, { schema: z.ZodType; usual: unknown }>;

export type PreferenceName = keyof typeof PREFERENCES;
export type Preference<Name extends PreferenceName> = z.infer<(typeof PREFERENCES)[Name]["schema"]>;

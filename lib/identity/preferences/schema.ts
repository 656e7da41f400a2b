import { z } from "zod";
import { lineSchema } from "@/lib/base/typed-text";
import { LIST_COLUMNS, MAX_VIEW_NAME_LENGTH, MAX_VIEWS, USUAL_COLUMNS } from "@/lib/identity/preferences/list-settings";

// Preferences of a person.

export const listColumnsSchema = z
  .array(z.enum(LIST_COLUMNS))
  .max(LIST_COLUMNS.length)
  .transform((chosen) => LIST_COLUMNS.filter((column) => chosen.includes(column)));

const savedViewSchema = z.object({
  id: z.uuid(),
  name: lineSchema(z.string().min(1).max(MAX_VIEW_NAME_LENGTH)),
  query: z.string().max(500).regex(/^\?/),
});
export const savedViewsSchema = z.array(savedViewSchema).max(MAX_VIEWS);

export const PREFERENCES = {
  list_columns: { schema: listColumnsSchema, usual: [...USUAL_COLUMNS] },
  list_views: { schema: savedViewsSchema, usual: [] },
  first_steps_hidden: { schema: z.boolean(), usual: false },
} as const satisfies Record<string, { schema: z.ZodType; usual: unknown }>;

export type PreferenceName = keyof typeof PREFERENCES;
export type Preference<Name extends PreferenceName> = z.infer<(typeof PREFERENCES)[Name]["schema"]>;

/** The storage key: some preferences apply everywhere, some per merchant. */
export const preferenceKey = (name: PreferenceName, merchantId: string | null): string =>
  merchantId === null ? name : `${name}:${merchantId}`;

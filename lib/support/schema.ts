import { z } from "zod";
import { lineSchema, linesSchema } from "@/lib/base/typed-text";

export const noteSchema = z.object({
  text: linesSchema(z.string().min(1, { error: "field_invalid" }).max(4000)),
});

/** The lists whose filters can be saved under a name. */
const VIEW_PATHS = ["/support", "/support/queue", "/support/threads"] as const;

export const savedViewSchema = z.object({
  name: lineSchema(z.string().min(1, { error: "field_invalid" }).max(60)),
  path: z.enum(VIEW_PATHS),
  query: z
    .string()
    .max(500)
    .regex(/^(?:\?[\w=&%.+~*-]*)?$/),
});

import { z } from "zod";
import { linesSchema } from "@/lib/base/typed-text";
import { LOCALES } from "@/lib/i18n/locales";
import { emailSchema } from "@/lib/identity/auth/schema";

export const BULK_KINDS = ["check", "refresh"] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/** Shops per minute; each shop's own limits still apply. */
export const BULK_PACES = [10, 30, 60, 300] as const;

export const bulkSchema = z.object({
  kind: z.enum(BULK_KINDS),
  reason: linesSchema(z.string().min(3, { error: "reason_missing" }).max(300)),
  perMinute: z.coerce.number().pipe(z.literal(BULK_PACES)),
});
export type BulkOrder = z.infer<typeof bulkSchema>;

/** One report on an incident, from us to the host of its shops. */
export const askHostSchema = z.object({ incidentId: z.uuid(), mailTo: emailSchema, locale: z.enum(LOCALES) });
export type AskHost = z.infer<typeof askHostSchema>;

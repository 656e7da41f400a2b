import { z } from "zod";
import { linesSchema } from "@/lib/base/typed-text";

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

import { z } from "zod";

/** Retention in days; 0 keeps orders forever. */
export const RETENTION_DAYS = [0, 30, 90, 180, 365, 730, 1095, 2555, 3650] as const;

const days = z.coerce.number().refine((given) => RETENTION_DAYS.some((known) => known === given));

export const retentionSchema = z
  .object({ orderDays: days, addressDays: days })
  .transform(({ orderDays, addressDays }) => ({ orderDays: orderDays || null, addressDays: addressDays || null }));
export type Retention = z.output<typeof retentionSchema>;

export const eraseBuyerSchema = z.object({
  email: z
    .string()
    .trim()
    .pipe(z.email({ error: "email_invalid" }).max(254, "email_invalid")),
});

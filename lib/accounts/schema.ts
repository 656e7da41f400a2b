import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

export const profileSchema = z.object({
  locale: z.enum(LOCALES),
  timeZone: z.string().max(64).refine(isTimeZone, { error: "time_zone_unknown" }),
});
export type ProfileInput = z.infer<typeof profileSchema>;

/** A reason for acting in a merchant's name; an empty one means "only look". */
export const openMerchantSchema = z.object({
  merchantId: z.uuid(),
  reason: z
    .string()
    .trim()
    .max(300)
    .transform((text) => (text === "" ? null : text)),
});

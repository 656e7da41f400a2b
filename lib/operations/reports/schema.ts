import { z } from "zod";
import { lineSchema } from "@/lib/base/typed-text";
import { type CauseCode, hasTrait } from "@/lib/check/causes";
import { LOCALES } from "@/lib/i18n/locales";
import { emailSchema } from "@/lib/identity/auth/schema";
import { MAX_SHOWN_NAME_LENGTH, REPORT_DAYS } from "@/lib/operations/reports/link";

/** Whether a hosting provider can fix this cause. Rejected credentials only if the server is the reason. */
export const isForHosts = ({ code, reason }: { code: CauseCode; reason: string | null }): boolean =>
  code === "credentials_rejected" ? reason === "http_scheme_unknown" || reason === "clock_skew" : !hasTrait(code, "not_for_hosts");

/** An unchecked box sends nothing, an empty field an empty text. */
export const optionalEmailSchema = z.preprocess((typed) => (typed === "" ? undefined : typed), emailSchema.optional());

/** Common input of every link, whatever its report is about. */
export const newLinkSchema = z.object({
  integrationId: z.uuid(),
  locale: z.enum(LOCALES),
  shownName: lineSchema(z.string().max(MAX_SHOWN_NAME_LENGTH)),
  days: z.coerce.number().refine((days) => REPORT_DAYS.some((known) => known === days)),
  /** The host's address, if we mail the report. */
  mailTo: optionalEmailSchema,
  /** Whether we remind the host ourselves. */
  reminds: z.stringbool().optional(),
});
export type NewLink = z.infer<typeof newLinkSchema>;

/** Indexes of the reported causes in the check. */
export const newReportSchema = newLinkSchema.extend({
  checkId: z.uuid(),
  causeIndexes: z.array(z.number().int().nonnegative().max(99)).min(1).max(20),
  /** Whether the report is also about the merchant's other shops at this host that have the same problem. */
  withAlike: z.stringbool().optional(),
});
export type NewReport = z.infer<typeof newReportSchema>;

export const aboutCausesSchema = newReportSchema.pick({ integrationId: true, checkId: true, causeIndexes: true });
export type AboutCauses = z.infer<typeof aboutCausesSchema>;

export const reportSchema = z.object({ integrationId: z.uuid(), reportId: z.uuid() });
export type ReportId = z.infer<typeof reportSchema>;
export const sharedReportSchema = reportSchema.extend({ how: z.enum(["link", "pdf"]) });

import { z } from "zod";
import { singleLine } from "@/lib/base/normalize-text";
import type { CauseCode } from "@/lib/check/result";
import { LOCALES } from "@/lib/i18n/locales";
import { MAX_SHOWN_NAME_LENGTH, REPORT_DAYS } from "@/lib/operations/reports/limits";

/** What whoever looks after a server can see and change. The others lie in the shop's own back office. */
const NOT_FOR_HOSTS: ReadonlySet<CauseCode> = new Set([
  "target_not_allowed",
  "dns_not_found",
  "dns_failure",
  "api_disabled",
  "wrong_platform",
  "credentials_insufficient",
]);

/** Can a report tell a hosting provider of this cause? A rejected key is theirs only where the server is why it is rejected. */
export const isForHosts = ({ code, reason }: { code: CauseCode; reason: string | null }): boolean =>
  code === "credentials_rejected" ? reason === "http_scheme_unknown" || reason === "clock_skew" : !NOT_FOR_HOSTS.has(code);

/** The causes of a check that a report is to tell of, by their places there. */
export const newReportSchema = z.object({
  integrationId: z.uuid(),
  checkId: z.uuid(),
  causeIndexes: z.array(z.number().int().nonnegative().max(99)).min(1).max(20),
  locale: z.enum(LOCALES),
  shownName: z.string().transform(singleLine).pipe(z.string().max(MAX_SHOWN_NAME_LENGTH)),
  days: z.coerce.number().refine((days) => REPORT_DAYS.some((known) => known === days)),
});
export type NewReport = z.infer<typeof newReportSchema>;

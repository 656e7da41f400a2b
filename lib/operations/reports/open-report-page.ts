import { isLocale, type Locale } from "@/lib/i18n/locales";
import { findReport } from "@/lib/operations/reports/find-report";

/** The language of a report page: the requested one, else the report's; null for an invalid link. */
export async function openReportPage(token: string, asked: string | null): Promise<Locale | null> {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") return null;
  return isLocale(asked) ? asked : found.report.locale;
}

import { isLocale, type Locale } from "@/lib/i18n/locales";
import { findReport } from "@/lib/operations/reports/find-report";

/** The language in which a report's page is to be shown, the asked one before that of the report; null for a link that opens nothing. */
export async function openReportPage(token: string, asked: string | null): Promise<Locale | null> {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") return null;
  return isLocale(asked) ? asked : found.report.locale;
}

import { getTranslations } from "next-intl/server";
import { anyKey } from "@/lib/i18n/any-key";
import { isLocale } from "@/lib/i18n/locales";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";
import { answerClosed } from "@/lib/operations/reports/closed-answer";
import { findReport } from "@/lib/operations/reports/find-report";
import { readReport } from "@/lib/operations/reports/read-report";

/** The report as PDF, authorized by the token alone. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const page = await readReport(token);
  if (!page) {
    const found = await findReport(token, new Date());
    return found.kind === "open" ? redirectToPage(request) : answerClosed(found);
  }
  const refusal = await refuseIfSpent(page.report.scope, "report_pdf");
  if (refusal) return refusal;
  const asked = new URL(request.url).searchParams.get("lang");
  const locale = isLocale(asked) ? asked : page.report.locale;
  const reports = anyKey(await getTranslations({ locale, namespace: "reports" }));
  const causes = anyKey(await getTranslations({ locale, namespace: "causes" }));
  const fixes = anyKey(await getTranslations({ locale, namespace: "fixes" }));
  const checks = anyKey(await getTranslations({ locale, namespace: "checks" }));
  const { makeReportPdf } = await import("@/lib/operations/reports/pdf/report-pdf");
  const pdf = await makeReportPdf({ view: page.view, made: page.report, locale, words: { reports, causes, fixes, checks } });
  return new Response(pdf, {
    headers: { "content-type": "application/pdf", "content-disposition": `attachment; filename="mooring-report-${locale}.pdf"` },
  });
}

import { liveOutside } from "@/lib/health/live-outside";
import { inMerchant } from "@/lib/infra/db";
import { listReportMessages } from "@/lib/operations/reports/answers/data";
import { readNewestCheck, readTestProgress } from "@/lib/operations/reports/data";
import { findReport, type OpenReport } from "@/lib/operations/reports/find-report";
import { MAX_LED } from "@/lib/operations/reports/led-reports";
import { readTokenOf } from "@/lib/operations/reports/report-token";
import { viewReport } from "@/lib/operations/reports/report-view";

async function viewShop(report: OpenReport) {
  // Read the progress first, so that a check that ends in between is already in the view.
  const progress = await readTestProgress(report.scope, report.integrationId);
  const [newest, { egress }] = await Promise.all([readNewestCheck(report.scope, report.integrationId), liveOutside()]);
  return { progress, view: viewReport(report.snapshot, newest, egress, report.greenAt) };
}

/** The open reports of the other shops that the link shows, each with the token of its own. */
export async function openLed({ scope, reportId }: OpenReport): Promise<{ token: string; report: OpenReport }[]> {
  const { merchantId } = scope;
  const rows = await inMerchant(merchantId, (tx) =>
    tx.sharedReport.findMany({
      where: { merchantId, leadId: reportId, revokedAt: null },
      orderBy: [{ integration: { name: "asc" } }, { id: "asc" }],
      take: MAX_LED,
    }),
  );
  const opened = await Promise.all(
    rows.map(async (row) => {
      const token = readTokenOf(row);
      const found = token === null ? null : await findReport(token, new Date());
      return token !== null && found?.kind === "open" ? [{ token, report: found.report }] : [];
    }),
  );
  return opened.flat();
}

/** The current report of a link; null if the link is invalid. */
export async function readReport(token: string) {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") return null;
  const { report } = found;
  const [own, messages, led] = await Promise.all([
    viewShop(report),
    listReportMessages(report.scope, [report.reportId]),
    openLed(report).then((all) => Promise.all(all.map(async (one) => ({ token: one.token, ...(await viewShop(one.report)) })))),
  ]);
  return { report, ...own, messages, led };
}

export type ReportPage = NonNullable<Awaited<ReturnType<typeof readReport>>>;
export type LedReport = ReportPage["led"][number];

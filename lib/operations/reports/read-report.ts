import { liveOutside } from "@/lib/health/live-outside";
import { listReportMessages } from "@/lib/operations/reports/answers/data";
import { readNewestCheck, readTestProgress } from "@/lib/operations/reports/data";
import { findReport } from "@/lib/operations/reports/find-report";
import { viewReport } from "@/lib/operations/reports/report-view";

/** The current report of a link; null if the link is invalid. */
export async function readReport(token: string) {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") return null;
  const { report } = found;
  // Read the progress first, so that a check that ends in between is already in the view.
  const progress = await readTestProgress(report.scope, report.integrationId);
  const [newest, { egress }, messages] = await Promise.all([
    readNewestCheck(report.scope, report.integrationId),
    liveOutside(),
    listReportMessages(report.scope, [report.reportId]),
  ]);
  const view = viewReport(report.snapshot, newest, egress, report.greenAt);
  return { report, view, progress, messages };
}

export type ReportPage = NonNullable<Awaited<ReturnType<typeof readReport>>>;

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { HostReport } from "@/components/reports/host-report";
import { anyKey } from "@/lib/i18n/any-key";
import { toLocale } from "@/lib/i18n/locales";
import { countThisOpening, loadReportPage } from "@/lib/operations/reports/load-report-page";
import { titleOfReport } from "@/lib/operations/reports/report-words";

export async function generateMetadata({ params }: PageProps<"/r/[token]">): Promise<Metadata> {
  const { view } = await loadReportPage((await params).token);
  return {
    title: titleOfReport(anyKey(await getTranslations("reports")), await getLocale(), view),
    robots: { index: false, follow: false, noarchive: true },
    referrer: "no-referrer",
  };
}

export default async function ReportPage({ params }: PageProps<"/r/[token]">) {
  const { token } = await params;
  const { report, view, progress, messages, led } = await loadReportPage(token);
  await countThisOpening(report, toLocale(await getLocale()));
  const { shownName, createdAt, expiresAt, isReachable } = report;
  return (
    <HostReport
      token={token}
      view={view}
      progress={progress}
      messages={messages}
      led={led}
      made={{ shownName, createdAt, expiresAt, isReachable }}
    />
  );
}

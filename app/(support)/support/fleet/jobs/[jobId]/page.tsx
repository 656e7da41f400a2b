import { getTranslations } from "next-intl/server";
import { JobRow } from "@/app/(support)/support/fleet/job-row";
import { FollowConsole } from "@/components/live/follow-page";
import { PageCrumb } from "@/components/shell/page-crumb";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadBulkJob } from "@/lib/operations/fleet/loaders";

export const generateMetadata = pageTitle("fleet.job", "title");

export default async function JobPage({ params }: PageProps<"/support/fleet/jobs/[jobId]">) {
  const readAt = Date.now();
  const [{ job, mayRun }, t] = await Promise.all([loadBulkJob((await params).jobId), getTranslations("fleet.job")]);
  return (
    <div className="max-w-3xl">
      <FollowConsole merchantId={null} readAt={readAt} />
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} />
      <div className="rounded-lg border border-line bg-surface p-4">
        <JobRow job={job} mayStop={mayRun} />
      </div>
      <p className="mt-4">
        <TextLink href="/support/fleet">{t("back")}</TextLink>
      </p>
    </div>
  );
}

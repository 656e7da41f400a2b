import type { Route } from "next";
import { getTranslations } from "next-intl/server";
import { JobRow } from "@/app/(support)/support/fleet/job-row";
import { ResultTable, useResultName } from "@/app/(support)/support/fleet/jobs/[jobId]/result-table";
import { FollowConsole } from "@/components/live/follow-page";
import { PageCrumb } from "@/components/shell/page-crumb";
import { Button } from "@/components/ui/button";
import { FilterForm } from "@/components/ui/filter-form";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { PAGE_SIZE } from "@/lib/base/paging";
import { printQuery, route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import type { ResultGroup } from "@/lib/operations/fleet/bulk-results";
import { BULK_RESULTS, printFleetFilter } from "@/lib/operations/fleet/filter";
import { loadBulkJob } from "@/lib/operations/fleet/loaders";

export const generateMetadata = pageTitle("fleet.job", "title");

const sumOf = (groups: readonly ResultGroup[]): number => groups.reduce((sum, { count }) => sum + count, 0);

export default async function JobPage({ params, searchParams }: PageProps<"/support/fleet/jobs/[jobId]">) {
  const readAt = Date.now();
  const { jobId } = await params;
  const [found, t] = await Promise.all([loadBulkJob(jobId, await searchParams), getTranslations("fleet.job")]);
  const { job, groups, shops, page, result, detail, mayRun, mayExport } = found;
  const matching = groups.filter((group) => (!result || group.result === result) && (!detail || group.detail === detail));
  const failed = sumOf(groups.filter((group) => group.result === "failed"));
  const path = route(`/support/fleet/jobs/${jobId}`);
  const query = printQuery({ result, detail });
  const hrefOf = (to: number) => `${path}${printQuery({ result, detail, page: to > 1 && to })}` as Route;
  return (
    <ClientMessages namespaces={["states"]}>
      <FollowConsole merchantId={null} readAt={readAt} />
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} />
      <div className="mb-6 max-w-3xl rounded-lg border border-line bg-surface p-4">
        <JobRow job={job} mayStop={mayRun} />
      </div>
      <Section
        title={t("results")}
        actions={
          <span className="flex flex-wrap items-center gap-2">
            {mayExport ? (
              <a href={`${path}/export${query}`} className="preset:text-accent preset:underline">
                {t("export")}
              </a>
            ) : null}
            {mayRun && failed > 0 ? (
              <LinkButton size="sm" href={route(`/support/fleet/bulk${printFleetFilter({ job: jobId, result: "failed" })}`)}>
                {t("retry", { count: failed })}
              </LinkButton>
            ) : null}
          </span>
        }
      >
        <Filters path={path} query={query} groups={groups} result={result} detail={detail} />
        {shops.length > 0 ? <ResultTable shops={shops} /> : <p className="text-ink-2">{t("no_results")}</p>}
        <NumberedPager page={page} perPage={PAGE_SIZE} shown={shops.length} total={sumOf(matching)} hrefOf={hrefOf} />
      </Section>
      <p className="mt-4">
        <TextLink href="/support/fleet">{t("back")}</TextLink>
      </p>
    </ClientMessages>
  );
}

interface FiltersProps extends Pick<Awaited<ReturnType<typeof loadBulkJob>>, "groups" | "result" | "detail"> {
  path: Route;
  query: string;
}

function Filters({ path, query, groups, result, detail }: FiltersProps) {
  const { t, nameOf } = useResultName();
  const results = BULK_RESULTS.filter((known) => groups.some((group) => group.result === known));
  const details = [...new Set(groups.flatMap((group) => (group.detail === null ? [] : [group.detail])))];
  return (
    <FilterForm action={path} query={query} className="flex flex-wrap gap-2">
      <Select name="result" aria-label={t("result")} defaultValue={result ?? ""} className="max-w-full">
        <option value="">{t("any_result", { count: sumOf(groups) })}</option>
        {results.map((known) => (
          <option key={known} value={known}>
            {t("with_count", { name: t(`result_is.${known}`), count: sumOf(groups.filter((group) => group.result === known)) })}
          </option>
        ))}
      </Select>
      {details.length > 0 ? (
        <Select name="detail" aria-label={t("detail")} defaultValue={detail ?? ""} className="max-w-full">
          <option value="">{t("any_detail")}</option>
          {details.map((known) => (
            <option key={known} value={known}>
              {t("with_count", { name: nameOf(known), count: sumOf(groups.filter((group) => group.detail === known)) })}
            </option>
          ))}
        </Select>
      ) : null}
      <Button type="submit">{t("apply")}</Button>
    </FilterForm>
  );
}

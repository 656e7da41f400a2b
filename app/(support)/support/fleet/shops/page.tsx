import type { Route } from "next";
import { getTranslations } from "next-intl/server";
import { FilterBadges } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { MatchingShops } from "@/app/(support)/support/fleet/matching-shops";
import { PageCrumb } from "@/components/shell/page-crumb";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { TextLink } from "@/components/ui/text-link";
import { PAGE_SIZE } from "@/lib/base/paging";
import { printQuery, route } from "@/lib/base/route";
import { pageTitle } from "@/lib/i18n/page-title";
import { isEmptyFilter, printFleetFilter } from "@/lib/operations/fleet/filter";
import { loadFleetShops } from "@/lib/operations/fleet/loaders";

export const generateMetadata = pageTitle("fleet.shops", "page");

/** The shops behind a number of the fleet, for all staff. */
export default async function FleetShopsPage({ searchParams }: PageProps<"/support/fleet/shops">) {
  const [{ filter, count, shops, page, mayRun }, t] = await Promise.all([
    loadFleetShops(await searchParams),
    getTranslations("fleet.shops"),
  ]);
  const fleet = await getTranslations("fleet");
  const pageOf = (to: number): Route => `/support/fleet/shops${printQuery({ ...filter, page: to > 1 && to })}`;
  return (
    <div className="max-w-4xl">
      <PageCrumb>{t("page")}</PageCrumb>
      <PageHeader title={t("page")} description={t("lead", { count })} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        {isEmptyFilter(filter) ? <span className="text-ink-2">{t("all")}</span> : <FilterBadges filter={filter} />}
        {mayRun && count > 0 && !isEmptyFilter(filter) ? (
          <LinkButton size="sm" href={route(`/support/fleet/bulk${printFleetFilter(filter)}`)}>
            {fleet("incident.act")}
          </LinkButton>
        ) : null}
      </div>
      {shops.length === 0 ? null : (
        <>
          <MatchingShops shops={shops} />
          <NumberedPager page={page} perPage={PAGE_SIZE} shown={shops.length} total={count} hrefOf={pageOf} />
        </>
      )}
      <p className="mt-4">
        <TextLink href="/support/fleet">{fleet("job.back")}</TextLink>
      </p>
    </div>
  );
}

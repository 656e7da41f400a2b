import type { Route } from "next";
import { getTranslations } from "next-intl/server";
import { FilterBadges } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { MatchingShops } from "@/app/(support)/support/fleet/matching-shops";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ReasonField } from "@/components/shell/reason-field";
import { SubmitButton } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { options } from "@/components/ui/select";
import { PAGE_SIZE } from "@/lib/base/paging";
import { printQuery } from "@/lib/base/route";
import { pageTitle } from "@/lib/i18n/page-title";
import { orderBulkJob } from "@/lib/operations/fleet/actions";
import { printFleetFilter } from "@/lib/operations/fleet/filter";
import { loadBulkDraft } from "@/lib/operations/fleet/loaders";
import { BULK_KINDS, BULK_PACES } from "@/lib/operations/fleet/schema";

export const generateMetadata = pageTitle("fleet.bulk", "title");

export default async function BulkPage({ searchParams }: PageProps<"/support/fleet/bulk">) {
  const [{ filter, count, shops, page }, t] = await Promise.all([loadBulkDraft(await searchParams), getTranslations("fleet.bulk")]);
  const shown = await getTranslations("fleet.shops");
  const pageOf = (to: number): Route => `/support/fleet/bulk${printQuery({ ...filter, page: to > 1 && to })}`;
  return (
    <div className="max-w-4xl">
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} description={t("lead", { count })} />
      <p className="mb-4">
        <FilterBadges filter={filter} />
      </p>
      {count === 0 ? null : (
        <form action={orderBulkJob.bind(null, printFleetFilter(filter))} className="grid max-w-2xl gap-4">
          <fieldset className="grid gap-1.5">
            <legend className="mb-1.5 font-medium">{t("kind")}</legend>
            {BULK_KINDS.map((kind, index) => (
              <label key={kind} className="flex items-start gap-2">
                <input type="radio" name="kind" value={kind} defaultChecked={index === 0} className="mt-1 accent-(--color-accent-solid)" />
                <span>
                  {t(`kinds.${kind}`)}
                  <span className="block text-ink-3 text-sm">{t(`kind_help.${kind}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <ReasonField label={t("reason")} help={t("reason_help")} />
          <SelectField label={t("pace")} help={t("pace_help")} name="perMinute" defaultValue={30} className="w-56">
            {options(BULK_PACES, (pace) => t("per_minute", { count: pace }))}
          </SelectField>
          <SubmitButton className="justify-self-start">{t("start", { count })}</SubmitButton>
        </form>
      )}
      {shops.length === 0 ? null : (
        <div className="mt-8">
          <h2 className="mb-2 font-semibold">{shown("title")}</h2>
          <MatchingShops shops={shops} />
          <NumberedPager page={page} perPage={PAGE_SIZE} shown={shops.length} total={count} hrefOf={pageOf} />
        </div>
      )}
    </div>
  );
}

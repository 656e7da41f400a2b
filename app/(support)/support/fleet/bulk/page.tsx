import { ListFilter } from "lucide-react";
import type { Route } from "next";
import { getTranslations } from "next-intl/server";
import { FilterBadges } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { MatchingShops } from "@/app/(support)/support/fleet/matching-shops";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ReasonField } from "@/components/shell/reason-field";
import { Button, SubmitButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/fields";
import { FilterForm } from "@/components/ui/filter-form";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { options, Select } from "@/components/ui/select";
import { PAGE_SIZE } from "@/lib/base/paging";
import { printQuery } from "@/lib/base/route";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { LANE_STATES } from "@/lib/health/lane/lane";
import { pageTitle } from "@/lib/i18n/page-title";
import { orderBulkJob } from "@/lib/operations/fleet/actions";
import { printFleetFilter } from "@/lib/operations/fleet/filter";
import { loadBulkDraft } from "@/lib/operations/fleet/loaders";
import { BULK_KINDS, BULK_PACES } from "@/lib/operations/fleet/schema";

export const generateMetadata = pageTitle("fleet.bulk", "title");

export default async function BulkPage({ searchParams }: PageProps<"/support/fleet/bulk">) {
  const [draft, t] = await Promise.all([loadBulkDraft(await searchParams), getTranslations("fleet.bulk")]);
  if (draft === null) return <FilterNeeded />;
  const { filter, count, shops, page, earlier } = draft;
  const shown = await getTranslations("fleet.shops");
  const pageOf = (to: number): Route => `/support/fleet/bulk${printQuery({ ...filter, page: to > 1 && to })}`;
  return (
    <div className="max-w-4xl">
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} description={count === 0 ? undefined : t("lead", { count })} />
      <p className="mb-4">
        <FilterBadges filter={filter} />
      </p>
      {count === 0 ? (
        <EmptyState
          icon={<ListFilter />}
          title={t("no_shop")}
          text={t("no_shop_text")}
          action={<LinkButton href="/support/fleet">{t("choose_in_fleet")}</LinkButton>}
        />
      ) : (
        <form action={orderBulkJob.bind(null, printFleetFilter(filter))} className="grid max-w-2xl gap-4">
          <fieldset className="grid gap-1.5">
            <legend className="mb-1.5 font-medium">{t("kind")}</legend>
            {BULK_KINDS.map((kind, index) => (
              <label key={kind} className="flex items-start gap-2">
                <input
                  type="radio"
                  name="kind"
                  value={kind}
                  defaultChecked={earlier ? kind === earlier.kind : index === 0}
                  className="mt-1 accent-(--color-accent-solid)"
                />
                <span>
                  {t(`kinds.${kind}`)}
                  <span className="block text-ink-3 text-sm">{t(`kind_help.${kind}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <ReasonField label={t("reason")} help={t("reason_help")} {...(earlier ? { defaultValue: earlier.reason } : {})} />
          <SelectField label={t("pace")} help={t("pace_help")} name="perMinute" defaultValue={earlier?.perMinute ?? 30} className="w-56">
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

/** Without a filter, an action would concern every shop of every merchant. */
async function FilterNeeded() {
  const [t, fleet, names] = await Promise.all([
    getTranslations("fleet.bulk"),
    getTranslations("fleet"),
    getTranslations("integrations.shop_system"),
  ]);
  const states = await getTranslations("states.word");
  return (
    <div className="max-w-4xl">
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} />
      <EmptyState
        icon={<ListFilter />}
        title={t("filter_needed")}
        text={t("filter_needed_text")}
        action={<LinkButton href="/support/fleet">{t("choose_in_fleet")}</LinkButton>}
      />
      <FilterForm action="/support/fleet/bulk" query="" className="mt-6 flex flex-wrap gap-2">
        <Select name="state" aria-label={fleet("filter.name.state")} className="max-w-full">
          <option value="">{fleet("filter.name.state")}</option>
          {options(ACTIONABLE_STATES, (state) => states(state))}
        </Select>
        <Select name="shopSystem" aria-label={fleet("filter.name.shopSystem")} className="max-w-full">
          <option value="">{fleet("filter.name.shopSystem")}</option>
          {options(SHOP_SYSTEMS, (shopSystem) => names(shopSystem))}
        </Select>
        <Button type="submit">{t("show")}</Button>
      </FilterForm>
    </div>
  );
}

const ACTIONABLE_STATES = LANE_STATES.filter((state) => state !== "paused" && state !== "off");

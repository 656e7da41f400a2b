import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FilterForm } from "@/components/ui/filter-form";
import { options } from "@/components/ui/options";
import { Select } from "@/components/ui/select";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { MERCHANT_SORTS, MERCHANT_STATES, type MerchantQuery, printMerchantQuery } from "@/lib/support/search";

/** Filters and order of the list as a GET form. */
export function MerchantFilters({ query }: { query: MerchantQuery }) {
  const t = useTranslations("support.list");
  const platforms = useTranslations("integrations.platform");
  return (
    <FilterForm action="/support" query={printMerchantQuery(query)} className="mb-3 flex flex-wrap gap-2">
      <Select name="state" aria-label={t("state_label")} defaultValue={query.state ?? ""} className="max-w-full">
        <option value="">{t("any_state")}</option>
        {options(MERCHANT_STATES, (state) => t(`state.${state}`))}
      </Select>
      <Select name="platform" aria-label={t("platform_label")} defaultValue={query.platform ?? ""} className="max-w-full">
        <option value="">{t("any_platform")}</option>
        {options(PLATFORMS, (platform) => platforms(platform))}
      </Select>
      <Select name="sort" aria-label={t("sort_label")} defaultValue={query.sort} className="max-w-full">
        {options(MERCHANT_SORTS, (sort) => t(`sort.${sort}`))}
      </Select>
      <Button type="submit">{t("apply")}</Button>
    </FilterForm>
  );
}

import { SearchX, Store } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { HitList } from "@/app/(support)/support/(search)/hit-list";
import { MerchantTable } from "@/app/(support)/support/(search)/merchant-table";
import { SearchBox } from "@/app/(support)/support/(search)/search-box";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { SavedViews } from "@/components/ui/saved-views";
import { options, Select } from "@/components/ui/select";
import { PAGE_SIZE } from "@/lib/base/paging";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { pageTitle } from "@/lib/i18n/page-title";
import { keepView, removeSavedView } from "@/lib/support/actions";
import { loadMerchants } from "@/lib/support/loaders";
import { MERCHANT_SORTS, MERCHANT_STATES, printMerchantQuery } from "@/lib/support/search";

export const generateMetadata = pageTitle("support", "title");

export default async function SupportPage({ searchParams }: PageProps<"/support">) {
  const { query, views, mayWrite, hits, merchants, total, orMore } = await loadMerchants(await searchParams);
  const [t, shopSystems] = await Promise.all([getTranslations("support"), getTranslations("integrations.shop_system")]);
  const isNarrowed = printMerchantQuery({ ...query, page: 1, sort: "name" }) !== "";
  return (
    <FocusKeeper>
      <PageHeader title={t("title")} description={t("lead")} />
      <SearchBox text={query.text} />
      {hits === null ? (
        <>
          <SavedViews
            views={views}
            path="/support"
            query={printMerchantQuery({ ...query, page: 1 })}
            actions={mayWrite ? { save: keepView, remove: removeSavedView } : null}
          />
          <FilterForm action="/support" query={printMerchantQuery(query)} className="mb-3 flex flex-wrap gap-2">
            <Select name="state" aria-label={t("list.state_label")} defaultValue={query.state ?? ""} className="max-w-full">
              <option value="">{t("list.any_state")}</option>
              {options(MERCHANT_STATES, (state) => t(`list.state.${state}`))}
            </Select>
            <Select name="shopSystem" aria-label={t("list.shop_system_label")} defaultValue={query.shopSystem ?? ""} className="max-w-full">
              <option value="">{t("list.any_shop_system")}</option>
              {options(SHOP_SYSTEMS, (shopSystem) => shopSystems(shopSystem))}
            </Select>
            <Select name="sort" aria-label={t("list.sort_label")} defaultValue={query.sort} className="max-w-full">
              {options(MERCHANT_SORTS, (sort) => t(`list.sort.${sort}`))}
            </Select>
            <Button type="submit">{t("list.apply")}</Button>
          </FilterForm>
          {merchants.length > 0 ? (
            <>
              <MerchantTable merchants={merchants} />
              <NumberedPager
                page={query.page}
                perPage={PAGE_SIZE}
                shown={merchants.length}
                total={total}
                orMore={orMore}
                hrefOf={(page) => `/support${printMerchantQuery({ ...query, page })}`}
              />
            </>
          ) : (
            <EmptyState
              icon={<Store />}
              title={t(isNarrowed ? "list.none_title" : "list.empty_title")}
              action={isNarrowed ? <LinkButton href="/support">{t("list.clear")}</LinkButton> : null}
            >
              {t(isNarrowed ? "list.none_text" : "list.empty_text")}
            </EmptyState>
          )}
        </>
      ) : hits.length > 0 ? (
        <HitList hits={hits} text={query.text} />
      ) : (
        <EmptyState icon={<SearchX />} title={t("search.none_title")} action={<LinkButton href="/support">{t("search.clear")}</LinkButton>}>
          {t("search.none_text", { text: query.text })}
        </EmptyState>
      )}
    </FocusKeeper>
  );
}

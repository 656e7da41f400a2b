import { SearchX, Store } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { HitList } from "@/components/support/hit-list";
import { MerchantFilters } from "@/components/support/merchant-filters";
import { MerchantTable } from "@/components/support/merchant-table";
import { SearchBox } from "@/components/support/search-box";
import { EmptyState } from "@/components/ui/empty-state";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { SavedViews } from "@/components/ui/saved-views";
import { PAGE_SIZE } from "@/lib/base/paging";
import { pageTitle } from "@/lib/i18n/page-title";
import { keepView, removeSavedView } from "@/lib/support/actions";
import { loadMerchants } from "@/lib/support/loaders";
import { printMerchantQuery } from "@/lib/support/search";

export const generateMetadata = pageTitle("support", "title");

export default async function SupportPage({ searchParams }: PageProps<"/support">) {
  const { query, views, mayWrite, hits, merchants, total, orMore } = await loadMerchants(await searchParams);
  const t = await getTranslations("support");
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
          <MerchantFilters query={query} />
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

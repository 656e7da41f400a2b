import { SearchX, Store } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MerchantTable } from "@/components/support/merchant-table";
import { Pager } from "@/components/support/pager";
import { SearchForm } from "@/components/support/search-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { loadMerchantSearch } from "@/lib/support/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("support"))("title") };
}

export default async function SupportPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { search, merchants, more } = await loadMerchantSearch(await searchParams);
  const t = await getTranslations("support");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <SearchForm text={search.text} />
      {merchants.length > 0 ? (
        <>
          <MerchantTable merchants={merchants} />
          <Pager search={search} more={more} />
        </>
      ) : search.text === "" ? (
        <EmptyState icon={<Store aria-hidden="true" />} title={t("empty_title")}>
          {t("empty_text")}
        </EmptyState>
      ) : (
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          title={t("none_title")}
          action={<LinkButton href="/support">{t("clear")}</LinkButton>}
        >
          {t("none_text", { text: search.text })}
        </EmptyState>
      )}
    </>
  );
}

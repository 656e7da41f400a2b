import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { type MerchantSearch, printMerchantSearch } from "@/lib/support/search";

export function Pager({ search, more }: { search: MerchantSearch; more: boolean }) {
  const t = useTranslations("support");
  if (search.page === 1 && !more) return null;
  const to = (page: number): string => `/support${printMerchantSearch({ ...search, page })}`;
  return (
    <nav aria-label={t("pages")} className="mt-3 flex items-center justify-end gap-2">
      <span className="mr-2 text-ink-2">{t("page", { page: search.page })}</span>
      {search.page > 1 ? (
        <LinkButton href={to(search.page - 1)} rel="prev">
          {t("previous")}
        </LinkButton>
      ) : null}
      {more ? (
        <LinkButton href={to(search.page + 1)} rel="next">
          {t("next")}
        </LinkButton>
      ) : null}
    </nav>
  );
}

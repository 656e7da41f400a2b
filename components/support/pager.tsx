import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";

/** Previous and next page; `to` prints the address of a page. */
export function Pager({ page, more, to }: { page: number; more: boolean; to: (page: number) => string }) {
  const t = useTranslations("support.pages");
  if (page === 1 && !more) return null;
  return (
    <nav aria-label={t("label")} className="mt-3 flex items-center justify-end gap-2">
      <span className="mr-2 text-ink-2">{t("page", { page })}</span>
      {page > 1 ? (
        <LinkButton href={to(page - 1)} rel="prev">
          {t("previous")}
        </LinkButton>
      ) : null}
      {more ? (
        <LinkButton href={to(page + 1)} rel="next">
          {t("next")}
        </LinkButton>
      ) : null}
    </nav>
  );
}

import { FileDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { PrintButton } from "@/components/reports/print-button";
import { Logo } from "@/components/shell/logo";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import { reportPath } from "@/lib/operations/reports/link";

/** Sender, language and downloads of the report. Plain links, which work without scripts and store nothing. */
export function ReportToolbar({ token }: { token: string }) {
  const t = useTranslations("reports.page");
  const app = useTranslations("app");
  const locale = useLocale();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 print:hidden">
      <p className="flex items-center gap-2 font-semibold">
        <Logo className="size-6" />
        {app("name")}
        <span className="font-normal text-ink-3">{t("title")}</span>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <nav aria-label={t("language")} className="flex flex-wrap gap-1">
          {LOCALES.map((one) => (
            <a
              key={one}
              href={`${reportPath(token)}?lang=${one}`}
              lang={one}
              hrefLang={one}
              aria-current={one === locale ? "true" : undefined}
              className={cn(
                "rounded-md px-2.5 py-1 text-sm hover:bg-hover hover:text-ink",
                one === locale ? "font-medium text-ink" : "text-ink-3",
              )}
            >
              {LOCALE_NAMES[one]}
            </a>
          ))}
        </nav>
        <a href={`${reportPath(token)}/report.pdf?lang=${locale}`} className={buttonStyle({ size: "sm" })}>
          <FileDown />
          {t("pdf")}
        </a>
        <PrintButton>{t("print")}</PrintButton>
      </div>
    </div>
  );
}

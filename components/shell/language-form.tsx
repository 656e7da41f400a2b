import { useLocale } from "next-intl";
import { cn } from "@/components/ui/class-names";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import { chooseLocale } from "@/lib/identity/accounts/profile-actions";

export function LanguageForm() {
  const current = useLocale();
  return (
    <div className="flex flex-wrap gap-1">
      {LOCALES.map((locale) => (
        <form key={locale} action={chooseLocale.bind(null, locale)}>
          <button
            type="submit"
            lang={locale}
            aria-current={locale === current ? "true" : undefined}
            className={cn(
              "rounded-md px-2.5 py-1 text-sm hover:bg-hover hover:text-ink",
              locale === current ? "font-medium text-ink" : "text-ink-3",
            )}
          >
            {LOCALE_NAMES[locale]}
          </button>
        </form>
      ))}
    </div>
  );
}

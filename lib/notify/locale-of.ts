import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { inPlatform } from "@/lib/infra/db";

/** The language that the person chose, else that of the browser of their last sign-in. */
export async function localeOf({ id, locale }: { id: string; locale: string | null }, otherwise: Locale = DEFAULT_LOCALE): Promise<Locale> {
  if (isLocale(locale)) return locale;
  const last = await inPlatform((tx) =>
    tx.session.findFirst({ where: { personId: id, locale: { not: null } }, orderBy: { createdAt: "desc" }, select: { locale: true } }),
  );
  return isLocale(last?.locale) ? last.locale : otherwise;
}

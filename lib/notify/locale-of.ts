import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { inPlatform } from "@/lib/infra/db";

/** The language that the person chose, else that of the browser of their first sign-in: another browser later changes nothing. */
export async function localeOf({ id, locale }: { id: string; locale: string | null }, otherwise: Locale = DEFAULT_LOCALE): Promise<Locale> {
  if (isLocale(locale)) return locale;
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { id }, select: { mailLocale: true } }));
  return isLocale(person?.mailLocale) ? person.mailLocale : otherwise;
}

import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { REPORT_LOCALE_HEADER } from "@/lib/base/header-names";
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, type Locale, negotiateLocale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { currentPerson } from "@/lib/identity/auth/session";

/** Language: what was chosen in this browser, else the person's own, else what the browser asks for. */
async function requestedLocale(own: string | null | undefined): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  if (isLocale(own)) return own;
  return negotiateLocale((await headers()).get("accept-language")) ?? DEFAULT_LOCALE;
}

export default getRequestConfig(async ({ locale: asked }) => {
  // What is printed for readers without a session (a feed, a mail) names its language.
  if (isLocale(asked)) return { locale: asked, messages: await loadMessages(asked), timeZone: "UTC", now: new Date() };
  // A report is in the language of whom it was made for, and its times are told in UTC: its reader's zone is not known.
  const report = (await headers()).get(REPORT_LOCALE_HEADER);
  if (isLocale(report)) return { locale: report, messages: await loadMessages(report), timeZone: "UTC", now: new Date() };
  const person = await currentPerson();
  const locale = await requestedLocale(person?.locale);
  return { locale, messages: await loadMessages(locale), timeZone: person?.timeZone ?? "Europe/Amsterdam", now: new Date() };
});

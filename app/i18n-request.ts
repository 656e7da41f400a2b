import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { REPORT_LOCALE_HEADER } from "@/lib/base/header-names";
import { DEFAULT_CLOCK, dateFormats } from "@/lib/i18n/date-formats";
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, type Locale, negotiateLocale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { currentPerson } from "@/lib/identity/auth/session";

/** Language: this browser's choice, else the user's setting, else the Accept-Language header. */
async function requestedLocale(own: string | null | undefined): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  if (isLocale(own)) return own;
  return negotiateLocale((await headers()).get("accept-language")) ?? DEFAULT_LOCALE;
}

const forUnknownReader = async (locale: Locale) => ({
  locale,
  messages: await loadMessages(locale),
  formats: dateFormats(DEFAULT_CLOCK),
  timeZone: "UTC",
  now: new Date(),
});

export default getRequestConfig(async ({ locale: asked }) => {
  // Content for readers without a session (feeds, mails) sets its language explicitly.
  if (isLocale(asked)) return forUnknownReader(asked);
  // A report uses its recipient's language, and UTC, since the reader's zone is unknown.
  const report = (await headers()).get(REPORT_LOCALE_HEADER);
  if (isLocale(report)) return forUnknownReader(report);
  // The error page needs a language even without the database; reading the session then fails the page itself.
  const person = await currentPerson().catch(() => null);
  const locale = await requestedLocale(person?.locale);
  const { timeZone, clock } = person ?? { timeZone: "Europe/Amsterdam", clock: DEFAULT_CLOCK };
  return { locale, messages: await loadMessages(locale), formats: dateFormats(clock), timeZone, now: new Date() };
});

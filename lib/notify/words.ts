import { createFormatter, createTranslator } from "use-intl/core";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import type { Phrase } from "@/lib/health/lane/sentence";
import { type Clock, DEFAULT_CLOCK, dateFormats } from "@/lib/i18n/date-formats";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";
import { inPlatform } from "@/lib/infra/db";

/** Translators and formatters for one language, time zone and clock, outside a page. */
export interface Words {
  locale: Locale;
  timeZone: string;
  /** A message of the namespace `notifications`. */
  say: (key: string, values?: Values) => string;
  /** A phrase of the state sentence; instants become day and time. */
  phrase: (phrase: Phrase) => string;
  instant: (at: Date) => string;
  /** `instant` in the form used after "since"; some languages add an article. */
  since: (at: Date) => string;
  /** "Bloemen, Kaarsen and Vazen". */
  list: (names: readonly string[]) => string;
  from: (namespace: string) => Translate;
}

type Values = Record<string, string | number | Date>;
type Say = ((key: string, values?: Values) => string) & {
  markup: (key: string, values: Record<string, string | number | (() => string)>) => string;
};

export async function openWords(locale: Locale, timeZone: string, clock: Clock = DEFAULT_CLOCK): Promise<Words> {
  const messages = await loadMessages(locale);
  const translator = (namespace: string) => createTranslator({ locale, messages, namespace, timeZone }) as unknown as Say & Translate;
  const format = createFormatter({ locale, timeZone, formats: dateFormats(clock) });
  const states = translator("states");
  // Texts in UTC go to programs and to readers anywhere, who would take an unnamed time for their own.
  const zone = timeZone === "UTC" ? ({ timeZoneName: "short" } as const) : {};
  const instant = (at: Date): string => format.dateTime(at, "weekdayShortDayHour", { ...yearIfDifferent(format, at, new Date()), ...zone });
  const since = (at: Date): string => states("since.full", { time: instant(at) });
  const list = (names: readonly string[]): string => format.list([...names], { type: "conjunction" });
  const toPlain = (name: string, value: Phrase["values"][string]) => {
    if (value instanceof Date) return () => (name === "since" ? since(value) : instant(value));
    return typeof value === "object" ? list(value) : value;
  };
  const plain = (values: Phrase["values"]) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(name, value)]));
  const phrase = ({ key, values }: Phrase): string => states.markup(key, plain(values));
  return { locale, timeZone, say: translator("notifications"), phrase, instant, since, list, from: translator };
}

/** The language that the person chose, else that of the browser of their first sign-in, which later browsers do not change. */
export async function localeOf({ id, locale }: { id: string; locale: string | null }, otherwise: Locale = DEFAULT_LOCALE): Promise<Locale> {
  if (isLocale(locale)) return locale;
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { id }, select: { mailLocale: true } }));
  return isLocale(person?.mailLocale) ? person.mailLocale : otherwise;
}

/** The language of the merchant's oldest member, for what goes to no particular one. */
export async function localeOfMerchant(merchantId: string): Promise<Locale> {
  const first = await inPlatform((tx) =>
    tx.membership.findFirst({
      where: { merchantId },
      orderBy: { createdAt: "asc" },
      select: { person: { select: { id: true, locale: true } } },
    }),
  );
  return first ? localeOf(first.person) : DEFAULT_LOCALE;
}

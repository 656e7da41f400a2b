import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { PastTime } from "@/components/sync/past-time";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";

const NOW = new Date("2026-11-25T15:00:00Z");

const EXPECTED = {
  en: ["14:10", "01:14", "Tue 14:10", "Nov 8, 14:10"],
  de: ["14:10", "01:14", "Di., 14:10", "8. Nov., 14:10"],
  fr: ["14:10", "01:14", "mardi 14:10", "le 8 nov., 14:10"],
  es: ["las 14:10", "la 01:14", "el martes, 14:10", "el 8 nov, 14:10"],
  it: ["dalle 14:10", "dalle 01:14", "da martedì 14:10", "dall’8 nov, 14:10"],
} as const;

test.each(Object.entries(EXPECTED))("a time after “since” has the right article, in %s", async (locale, expected) => {
  const messages = await loadMessages(locale as keyof typeof EXPECTED);
  const at = ["2026-11-25T14:10:00Z", "2026-11-25T01:14:00Z", "2026-11-24T14:10:00Z", "2026-11-08T14:10:00Z"];
  const words = at.map((instant) =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale={locale} messages={messages} now={NOW} timeZone="UTC" formats={dateFormats("24h")}>
        <PastTime at={new Date(instant)} since />
      </NextIntlClientProvider>,
    ).replace(/<[^>]*>/g, ""),
  );
  expect(words).toEqual(expected);
});

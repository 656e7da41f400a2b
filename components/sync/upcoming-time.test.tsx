import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";

const NOW = new Date("2026-11-24T00:04:00Z");

const EXPECTED = {
  en: ["at 09:40", "at 01:05", "on Wed, Nov 25 at 01:05"],
  de: ["um 09:40", "um 01:05", "am Mi., 25. Nov. um 01:05"],
  es: ["a las 09:40", "a la 01:05", "el mié, 25 nov a la 01:05"],
  it: ["alle 09:40", "alle 01:05", "mer 25 nov alle 01:05"],
} as const;

test.each(Object.entries(EXPECTED))("an upcoming time has the right article, in %s", async (locale, expected) => {
  const messages = await loadMessages(locale as keyof typeof EXPECTED);
  const at = ["2026-11-24T09:40:00Z", "2026-11-24T01:05:00Z", "2026-11-25T01:05:00Z"];
  const words = at.map((instant) =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale={locale} messages={messages} now={NOW} timeZone="UTC" formats={dateFormats("24h")}>
        <UpcomingTime at={new Date(instant)} />
      </NextIntlClientProvider>,
    ).replace(/<[^>]*>/g, ""),
  );
  expect(words).toEqual(expected);
});

import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { TimeSpan } from "@/components/ui/time";
import { dateFormats } from "@/lib/i18n/date-formats";

test("a time span shows the day once if both ends lie in it, in the reader's time zone", () => {
  const show = (from: string, to: string, timeZone: string): string =>
    renderToStaticMarkup(
      <NextIntlClientProvider
        locale="en"
        messages={{}}
        now={new Date("2026-11-25T15:00:00Z")}
        timeZone={timeZone}
        formats={dateFormats("24h")}
      >
        <TimeSpan from={new Date(from)} to={new Date(to)} />
      </NextIntlClientProvider>,
    )
      .replace(/<span[^>]*>[^<]*<\/span>/g, "")
      .replace(/<[^>]*>/g, "");
  expect(show("2026-10-16T02:20:00Z", "2026-10-16T17:28:00Z", "UTC")).toBe("Oct 16, 02:20 – 17:28");
  expect(show("2026-10-16T02:20:00Z", "2026-10-16T17:28:00Z", "Asia/Tokyo")).toBe("Oct 16, 11:20 – Oct 17, 02:28");
  expect(show("2026-11-24T13:00:00Z", "2026-11-24T17:00:00Z", "UTC")).toBe("Tue 13:00 – 17:00");
  expect(show("2026-11-25T13:00:00Z", "2026-11-25T14:00:00Z", "UTC")).toBe("13:00 – 14:00");
});

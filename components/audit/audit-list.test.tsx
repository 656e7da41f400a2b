import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ChangedFields } from "@/components/audit/audit-list";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";

test("changes are shown in words instead of stored codes", async () => {
  const messages = await loadMessages("nl");
  const show = (before: Record<string, unknown>, after: Record<string, unknown>): string =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale="nl" messages={messages} timeZone="UTC" formats={dateFormats("24h")}>
        <ChangedFields before={before} after={after} />
      </NextIntlClientProvider>,
    ).replace(/<span class="sr-only">[^<]*<\/span>|<[^>]*>/g, "");
  expect(show({ orders_in: "regular" }, { orders_in: "paused" })).toBe("BestelimportIn orde → Gepauzeerd");
  expect(show({ grouping: "soon" }, { grouping: "daily" })).toBe("WanneerMeteen, per minuut verzameld → Elke ochtend om acht uur");
  expect(show({ events: "needs_you" }, { events: "needs_you, off_soon" })).toContain(
    "Bij een winkel is actie nodig, Een winkel wordt binnenkort uitgeschakeld",
  );
  expect(show({ locale: "en" }, { locale: "nl" })).toBe("TaalEnglish → Nederlands");
  // A shop's own names, and codes without a translation, stay unchanged.
  expect(show({ left_out: "" }, { left_out: "pending, wc-prepared" })).toBe("Verborgen statussen– → Wacht op betaling, wc-prepared");
  expect(show({ name: "paused" }, { name: "regular" })).toBe("Naampaused → regular");
});

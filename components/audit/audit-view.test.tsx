import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { AuditFilters } from "@/components/audit/audit-view";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";
import { EVERYTHING_LOGGED } from "@/lib/identity/audit/schema";

test("the filter “Who” lists people, and API tokens in a group of their own", async () => {
  const messages = await loadMessages("en");
  const actors = [
    { id: "1", name: "Mara", isToken: false },
    { id: "2", name: "Night watch", isToken: true },
  ];
  const show = (shown: typeof actors, actor: string | null): string =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC" formats={dateFormats("24h")}>
        <AuditFilters action="/" filter={{ ...EVERYTHING_LOGGED, actor }} actions={[]} actors={shown} shops={[]} />
      </NextIntlClientProvider>,
    );
  const both = show(actors, "2");
  expect(both).toContain('<option value="1">Mara</option>');
  expect(both).toContain('<optgroup label="API tokens"><option value="2" selected="">Night watch</option></optgroup>');
  expect(show(actors.slice(0, 1), null)).not.toContain("<optgroup");
});

import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { CauseAgeLine } from "@/components/checks/cause-age-line";
import type { CauseCode } from "@/lib/check/causes";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";

it("says since when a request is blocked, and only since when it is seen for what blocks nothing", async () => {
  const messages = await loadMessages("en");
  const show = (code: CauseCode): string =>
    renderToStaticMarkup(
      <NextIntlClientProvider
        locale="en"
        messages={messages}
        now={new Date("2026-11-25T15:00:00Z")}
        timeZone="UTC"
        formats={dateFormats("24h")}
      >
        <CauseAgeLine code={code} age={{ failsSince: "2026-11-25T13:00:00.000Z", lastPassedAt: null, isNew: false, method: "GET" }} />
      </NextIntlClientProvider>,
    ).replace(/<[^>]*>/g, "");
  expect(show("method_blocked")).toContain("Blocked since");
  for (const code of ["slow", "unstable"] as const) {
    expect(show(code)).toContain("Seen since");
    expect(show(code)).not.toContain("Blocked");
  }
});

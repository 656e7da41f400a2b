import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { OrdersFacts } from "@/components/integrations/orders-facts";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";
import { listRow } from "@/lib/testing/list-row";

const NOW = new Date("2026-11-25T15:00:00Z");

test("one count of orders is shown if the shop's agrees, and both if it differs", async () => {
  const messages = await loadMessages("en");
  const show = (
    orders: number,
    shopCount: number | null,
    ourCount: number | null,
    statusDelta: number | null = null,
    ourUnreadable: number | null = null,
  ): string =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale="en" messages={messages} now={NOW} timeZone="UTC" formats={dateFormats("24h")}>
        <OrdersFacts
          merchantId="m"
          row={listRow("i")}
          settings={{
            orders,
            leftOut: 0,
            quarantined: 0,
            dismissed: 0,
            lastCountCheck: {
              shopCount,
              ourCount,
              ourUnreadable,
              ourDismissed: null,
              unlisted: null,
              statusDelta,
              at: new Date("2026-11-25T13:00:00Z"),
            },
          }}
        />
      </NextIntlClientProvider>,
    ).replace(/<[^>]*>/g, "");
  expect(show(1225, 1225, 1225)).toContain("1,225 orders imported · matches your shop (2 hours ago");
  expect(show(1225, 1230, 1225)).toContain("1,225 orders imported · 1,230 in your shop (2 hours ago");
  // Counts that may include non-orders, and lists that omit orders, never count as equal.
  expect(show(1225, null, null)).toContain("1,225 orders imported · not compared");
  expect(show(1225, 1225, 1225, 3)).toContain("Your shop’s totals by status show 3 orders more than its order list");
  expect(show(1225, 1225, 1225, -1)).toContain("Your shop’s totals by status show 1 order fewer than its order list");
  expect(show(297, 300, 297), "no import succeeded, but orders came").toContain("First import not complete yet · 297 orders imported");
  expect(show(892, 900, 900), "the page shows one number of stored orders").not.toContain("900 here");
  expect(show(397, 400, 400, null, 3), "unreadable orders are not here").toContain("397 orders imported · 400 in your shop (2 hours ago");
  // Orders imported after the count are excluded.
  expect(show(1226, 1225, 1225)).toContain("1,226 orders imported · counts matched (2 hours ago");
});

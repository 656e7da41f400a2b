import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { EraseBuyerForm } from "@/app/(dashboard)/m/[merchantId]/settings/privacy/erase-buyer-form";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";

vi.mock("@/lib/orders/privacy/actions", () => ({ eraseBuyerAction: () => {} }));
vi.mock("next/navigation", () => ({ useRouter: () => ({}), usePathname: () => "/" }));

const NOW = new Date("2026-11-25T15:00:00Z");
const erasure = { requestedAt: NOW, finishedAt: null, searched: 0, orders: 2, quarantined: 0, texts: 1 };

test("the page shows how far each erasure is, and how much was erased", async () => {
  const messages = await loadMessages("en");
  const erasures = [
    { ...erasure, id: "a" },
    { ...erasure, id: "b", searched: 1200 },
    { ...erasure, id: "c", searched: 1200, finishedAt: NOW },
  ];
  const text = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} now={NOW} timeZone="UTC" formats={dateFormats("24h")}>
      <EraseBuyerForm merchantId="m" erasedBuyers={3} erasures={erasures} />
    </NextIntlClientProvider>,
  ).replace(/<[^>]*>/g, "");
  expect(text).toContain("waiting.");
  expect(text).toContain("1,200 records searched so far.");
  expect(text).toContain("Erased: 2 orders, 0 unreadable records, 1 mention elsewhere.");
});

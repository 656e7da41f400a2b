import { expect, test } from "vitest";
import { listAsked, listPages, listSent } from "@/lib/testing/browser-texts";

const namespaceOf = (section: string): string => section.split(".")[0] ?? "";

test.each(listPages())("every message that client components of %s use is sent with the page", (page) => {
  const sent = new Set(listSent(page));
  expect([...listAsked(page)].filter((section) => !sent.has(section) && !sent.has(namespaceOf(section)))).toEqual([]);
});

test.each(listPages())("%s sends no section that no client component uses", (page) => {
  const asked = listAsked(page);
  expect(listSent(page).filter((name) => name.includes(".") && !asked.has(name))).toEqual([]);
});

test("sections are distinguished in the sources: a shop's check page uses checks.probe but not reports.titles", () => {
  const asked = listAsked("app/(dashboard)/m/[merchantId]/integrations/[integrationId]/diagnosis/page.tsx");
  expect(asked).toContain("checks.probe");
  expect(asked).not.toContain("reports.titles");
});

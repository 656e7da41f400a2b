import { expect, test } from "vitest";
import { listAsked, listPages, listSent } from "@/lib/testing/browser-texts";

const namespaceOf = (section: string): string => section.split(".")[0] ?? "";

test.each(listPages())("every text that the components of %s ask for in the browser is sent with it", (page) => {
  const sent = new Set(listSent(page));
  expect([...listAsked(page)].filter((section) => !sent.has(section) && !sent.has(namespaceOf(section)))).toEqual([]);
});

test.each(listPages())("%s sends no section that nothing asks for in the browser", (page) => {
  const asked = listAsked(page);
  expect(listSent(page).filter((name) => name.includes(".") && !asked.has(name))).toEqual([]);
});

test("sections are distinguished in the sources: the page of a shop asks for the sheet of a request, and not for the titles of a report", () => {
  const asked = listAsked("app/(dashboard)/m/[merchantId]/integrations/[integrationId]/check/page.tsx");
  expect(asked).toContain("checks.probe");
  expect(asked).not.toContain("reports.titles");
});

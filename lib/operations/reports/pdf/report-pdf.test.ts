import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import type { Locale } from "@/lib/i18n/locales";
import { makeReportPdf } from "@/lib/operations/reports/pdf/report-pdf";
import { viewReport } from "@/lib/operations/reports/report-view";
import { takeSnapshot } from "@/lib/operations/reports/snapshot";
import { PLANTED, reportTranslators, sampleCause, sampleResult } from "@/lib/testing/report-sample";

const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };
const made = {
  shownName: "Łódź Größenhandel Ærø Ελλάδα Київ 花 GmbH",
  createdAt: new Date("2026-11-24T14:00:00Z"),
  expiresAt: new Date("2026-12-24T14:00:00Z"),
};

async function makePdf(locale: Locale, result = sampleResult()) {
  const newest = { at: result.startedAt, result, earlier: [], lanes: [], worked: {} };
  const view = viewReport(
    takeSnapshot(
      result,
      result.causes.map((_, index) => index),
    ),
    newest,
    egress,
  );
  const pdf = await makeReportPdf({ view, made, locale, words: await reportTranslators(locale) });
  return { view, pdf, document: await getDocumentProxy(new Uint8Array(pdf)) };
}

/** The text with wrapped lines joined. */
const textOf = async (document: Awaited<ReturnType<typeof getDocumentProxy>>): Promise<string> =>
  (await extractText(document, { mergePages: true })).text.replace(/\s+/g, " ");

describe("the report as PDF", () => {
  it("contains the text of the page, including umlauts and other alphabets", async () => {
    const { document, view } = await makePdf("de");
    const text = await textOf(document);
    expect(text).toContain("Ihr Server blockiert PATCH und DELETE von 2 unserer Adressen");
    expect(text).toContain("Łódź Größenhandel Ærø Ελλάδα Київ ? GmbH");
    expect(text).toContain("bloemen-größe.example/shop");
    expect(text).toContain("24. Nov. 2026");
    expect(text).toMatch(/\d+ Minuten? Arbeit/);
    expect(text, "the reader is the hosting provider").not.toContain("Ihr Hosting-Anbieter ·");
    const squeezed = text.replaceAll(" ", "");
    for (const { command } of view.causes[0]?.logLines ?? []) expect(squeezed).toContain(command.replaceAll(" ", ""));
    expect(squeezed).toContain((view.causes[0]?.curl ?? "none").replaceAll(" ", ""));
    for (const address of egress.addresses) expect(text).toContain(address);
  });

  it("is a tagged A4 document with title, language, headings and code in reading order", async () => {
    const { document } = await makePdf("en");
    const page = await document.getPage(1);
    expect(page.view).toEqual([0, 0, 595.28, 841.89]);
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: "Your server blocks PATCH and DELETE from 2 of our addresses", Language: "en" });
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
    const roles = JSON.stringify(await page.getStructTree());
    expect(roles.indexOf('"H1"')).toBeGreaterThan(-1);
    expect(roles.indexOf('"H3"')).toBeGreaterThan(roles.indexOf('"H1"'));
    expect(roles.indexOf('"Code"')).toBeGreaterThan(roles.indexOf('"H3"'));
  });

  it("contains none of the secrets planted in the check", async () => {
    for (const locale of ["en", "de"] as const) {
      const { document, view } = await makePdf(
        locale,
        sampleResult({ causes: [sampleCause(), sampleCause({ code: "redirected_to_other_host", evidence: { pass: null, fail: "p3" } })] }),
      );
      const text = `${await textOf(document)} ${JSON.stringify(view)}`;
      expect(text).toContain("999999999?consumer_secret=***");
      for (const secret of Object.values(PLANTED)) expect(text).not.toContain(secret);
    }
  });

  it("adds pages, each with a footer, when the causes need them", async () => {
    const causes = Array.from({ length: 8 }, () => sampleCause());
    const { document } = await makePdf("en", sampleResult({ causes }));
    expect(document.numPages).toBeGreaterThan(2);
    const { text } = await extractText(document, { mergePages: false });
    for (const [index, page] of text.entries()) expect(page.replace(/\s+/g, " ")).toContain(`Page ${index + 1} of ${document.numPages}`);
  });
});

import { createTranslator } from "next-intl";
import { expect, it } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Probe } from "@/lib/check/result";
import { loadMessages } from "@/lib/i18n/messages";
import { describeReport, proofTextKey } from "@/lib/operations/reports/report-words";

it("a report says that a server blocks requests only if it does", async () => {
  const messages = await loadMessages("en");
  const t = createTranslator({ locale: "en", messages, namespace: "reports" }) as unknown as Translate;
  const report = (...codes: CauseCode[]): string => {
    const causes = codes.map((code) => ({
      cause: makeCause(code, { pass: null, fail: null }, {}),
      standing: "standing" as const,
      age: null,
      addressCount: 0,
      pass: null,
      fail: null,
      logLines: [],
      curl: null,
      fixes: [],
    }));
    const view = {
      url: "https://shop.example",
      server: null,
      checkedAt: "2026-11-25T13:00:00.000Z",
      isGreen: false,
      causes,
      certificate: null,
    };
    const { title, intro } = describeReport(t, "en", view, "Ann");
    return `${title}. ${intro}`;
  };
  for (const blocking of [report("ip_blocked"), report("slow", "ip_blocked")]) expect(blocking).toMatch(/^Blocked now.*blocks some/);
  for (const codes of [["slow"], ["unstable", "slow"]] as const) {
    expect(report(...codes)).toMatch(/^Not fixed yet.*late or not at all/);
    expect(report(...codes)).not.toMatch(/block/i);
  }
});

it("two requests of a cause that varies are not said to differ in one thing", () => {
  const pass = { id: "p1" } as Probe;
  const keyOf = (code: CauseCode) => proofTextKey({ pass, cause: makeCause(code, { pass: null, fail: null }, {}) });
  expect(keyOf("unstable")).toBe("page.proof_text_unblocked");
  expect(keyOf("ip_blocked")).toBe("page.proof_text");
});

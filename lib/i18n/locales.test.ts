import { expect, test } from "vitest";
import { negotiateLocale } from "@/lib/i18n/locales";

test("negotiation picks the supported language that the browser prefers", () => {
  expect(negotiateLocale("de-AT,de;q=0.9,en;q=0.8")).toBe("de");
  expect(negotiateLocale("pt-PT,pt;q=0.9,en;q=0.3,de;q=0.7")).toBe("de");
  expect(negotiateLocale("nl-BE,fr;q=0.9")).toBe("nl");
  expect(negotiateLocale("en;q=0, de;q=0.1")).toBe("de");
  for (const header of [null, "", "pt", "*", ";;;", "q=1"]) expect(negotiateLocale(header)).toBeNull();
});

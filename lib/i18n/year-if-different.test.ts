import { createFormatter } from "use-intl/core";
import { expect, test } from "vitest";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";
import { openWords } from "@/lib/notify/words";

const now = new Date("2026-01-05T10:00:00Z");

test("a date of another year includes the year, judged in the reader's time zone", () => {
  const berlin = createFormatter({ locale: "de", timeZone: "Europe/Berlin" });
  expect(yearIfDifferent(berlin, new Date("2026-01-02T10:00:00Z"), now)).toEqual({});
  expect(yearIfDifferent(berlin, new Date("2025-11-08T10:00:00Z"), now)).toEqual({ year: "numeric" });
  // Already the new year in Berlin, still the old one in New York.
  const midnight = new Date("2025-12-31T23:30:00Z");
  expect(yearIfDifferent(berlin, midnight, now)).toEqual({});
  expect(yearIfDifferent(createFormatter({ locale: "en", timeZone: "America/New_York" }), midnight, now)).toEqual({ year: "numeric" });
  expect(yearIfDifferent(berlin, midnight, now, "America/New_York")).toEqual({ year: "numeric" });
});

test("a mail includes the year only for dates of another year", async () => {
  const { instant } = await openWords("en", "Europe/Amsterdam");
  const thisYear = new Date().getFullYear();
  expect(instant(new Date(`${thisYear - 2}-11-08T13:10:00Z`))).toContain(`${thisYear - 2}`);
  expect(instant(new Date(`${thisYear}-07-08T13:10:00Z`))).not.toContain(`${thisYear}`);
});

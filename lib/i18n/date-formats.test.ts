import fs from "node:fs";
import path from "node:path";
import { createFormatter } from "use-intl/core";
import { expect, test } from "vitest";
import { dateFormats, formatUtc } from "@/lib/i18n/date-formats";
import { LOCALES } from "@/lib/i18n/locales";
import { openWords } from "@/lib/notify/words";

const AFTERNOON = new Date("2026-11-26T13:30:05Z");

test.each(LOCALES)("in %s, every form with an hour follows the reader's clock", (locale) => {
  for (const clock of ["24h", "12h"] as const) {
    const formats = dateFormats(clock);
    const format = createFormatter({ locale, timeZone: "Europe/Amsterdam", formats });
    for (const [name, form] of Object.entries(formats.dateTime)) {
      if (!("hour" in form)) continue;
      const shown = format.dateTime(AFTERNOON, form);
      expect(shown.includes("14:30"), `${name}: ${shown}`).toBe(clock === "24h");
      expect(/(?<!\d)2:30/.test(shown), `${name}: ${shown}`).toBe(clock === "12h");
    }
  }
});

test("mails show times in the zone and on the clock of their recipient", async () => {
  expect((await openWords("en", "Europe/Amsterdam", "12h")).instant(AFTERNOON)).toMatch(/2:30\sPM/);
  expect((await openWords("de", "UTC", "24h")).instant(AFTERNOON)).toContain("13:30");
});

test("a reader in an unknown zone sees UTC on the 24-hour clock", () => {
  expect(formatUtc("en", AFTERNOON)).toBe("Nov 26, 2026, 13:30 UTC");
});

/** Files for spreadsheets are sortable, and fake shops print like shops. */
const EXEMPT = [/^app\/csv-style\.ts$/, /^lib\/testing\//, /^lib\/i18n\/date-formats/, /\.test\.tsx?$/];

test("no page, mail or report makes a date or time format of its own", () => {
  const own = ["app", "components", "lib", "worker"]
    .flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.posix.join(folder, file)))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("prisma-client") && !EXEMPT.some((one) => one.test(file)))
    .filter((file) =>
      /\b(?:dateStyle|timeStyle|hourCycle|hour12|toLocaleTimeString|toLocaleDateString)\b/.test(fs.readFileSync(file, "utf8")),
    );
  expect(own).toEqual([]);
});

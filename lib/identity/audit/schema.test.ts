import { expect, test } from "vitest";
import { EVERYTHING_LOGGED, parseAuditFilter } from "@/lib/identity/audit/schema";

test("a day that no database knows, as a date field says it while the year is typed, counts as not said", () => {
  expect(parseAuditFilter({ from: "0000-01-01", to: "0202-11-01" })).toEqual(EVERYTHING_LOGGED);
  expect(parseAuditFilter({ from: "2026-11-01", to: "2026-02-30" })).toEqual({ ...EVERYTHING_LOGGED, from: "2026-11-01" });
});

import { expect, test } from "vitest";
import { EVERYTHING_LOGGED, parseAuditFilter } from "@/lib/identity/audit/schema";

test("an incomplete year in a date field counts as unset", () => {
  expect(parseAuditFilter({ from: "0000-01-01", to: "0202-11-01" })).toEqual(EVERYTHING_LOGGED);
  expect(parseAuditFilter({ from: "2026-11-01", to: "2026-02-30" })).toEqual({ ...EVERYTHING_LOGGED, from: "2026-11-01" });
});

import { expect, it } from "vitest";
import { readTypedWindow } from "@/lib/sync/maintenance/window";

const NOW = new Date("2026-11-25T10:00:00Z");
const read = (from: string, to: string, timeZone = "Europe/Berlin") => readTypedWindow({ from, to, timeZone }, NOW);

it("a maintenance window is read in its time zone, also across a daylight saving change", () => {
  expect(read("2026-11-29T02:00", "2026-11-29T04:00")).toEqual({
    ok: true,
    value: { startsAt: new Date("2026-11-29T01:00:00Z"), endsAt: new Date("2026-11-29T03:00:00Z") },
  });
  // Daylight saving time begins: three hours from 0 to 4 o'clock.
  expect(read("2027-03-28T00:00", "2027-03-28T04:00")).toMatchObject({
    value: { startsAt: new Date("2027-03-27T23:00:00Z"), endsAt: new Date("2027-03-28T02:00:00Z") },
  });
});

it("a maintenance window may have begun, must end later, last at most three days and lie within a year", () => {
  expect(read("2026-11-25T10:30", "2026-11-25T12:00")).toMatchObject({ ok: true });
  expect(read("2026-11-25T12:00", "2026-11-25T11:30")).toEqual({ ok: false, reason: "ends_before_it_begins" });
  expect(read("2026-11-25T09:00", "2026-11-25T11:00")).toEqual({ ok: false, reason: "is_over" });
  expect(read("2026-11-26T00:00", "2026-11-30T00:00")).toEqual({ ok: false, reason: "too_long" });
  expect(read("2028-11-26T00:00", "2028-11-26T01:00")).toEqual({ ok: false, reason: "too_far_ahead" });
  expect(read("tonight", "2026-11-26T01:00")).toEqual({ ok: false, reason: "not_a_time" });
  expect(read("2026-11-26T00:00", "2026-11-26T01:00", "Mars/Olympus")).toEqual({ ok: false, reason: "not_a_time" });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { dateIn, listDays } from "@/lib/integrations/history/days";

const instants = fc.date({ min: new Date("1990-01-01T00:00:00Z"), max: new Date("2035-12-31T00:00:00Z"), noInvalidDate: true });
const zones = fc.constantFrom(
  "UTC",
  "Europe/Amsterdam",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Asia/Beirut",
);

test("days adjoin without gaps, and each instant lies in the day of its date", () => {
  fc.assert(
    fc.property(instants, zones, (now, zone) => {
      const days = listDays(now, 5, zone);
      const dateOf = dateIn(zone);
      days.forEach((day, index) => {
        expect(dateOf(day.from)).toBe(day.date);
        expect(dateOf(day.from.getTime() - 1) < day.date).toBe(true);
        if (index > 0) expect(day.from).toEqual(days[index - 1]?.to);
      });
      const today = days.at(-1);
      expect(today?.date).toBe(dateOf(now));
      expect(today && today.from <= now && now < today.to).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("days on which clocks change have 23 or 25 hours", () => {
  const hours = (now: string): number => {
    const [day] = listDays(new Date(now), 1, "Europe/Amsterdam");
    return day ? (day.to.getTime() - day.from.getTime()) / HOUR_MS : 0;
  };
  expect(hours("2026-03-29T12:00:00Z")).toBe(23);
  expect(hours("2026-10-25T12:00:00Z")).toBe(25);
});

test("a day whose midnight does not exist begins at one o'clock", () => {
  const [day] = listDays(new Date("2018-11-04T12:00:00Z"), 1, "America/Sao_Paulo");
  expect(day?.from.toISOString()).toBe("2018-11-04T03:00:00.000Z");
});

import { expect, test } from "vitest";
import { judgeSlot, readHistory, SLOT_MS, type Slot } from "@/lib/operations/status/slots";

const NOW = new Date("2026-12-10T12:02:00Z");
const at = (slotsAgo: number): Date => new Date(Math.floor(NOW.getTime() / SLOT_MS) * SLOT_MS - slotsAgo * SLOT_MS);
const slot = (slotsAgo: number, given: Partial<Slot> = {}): Slot => ({
  at: at(slotsAgo),
  area: "import",
  worked: 20,
  failed: 0,
  late: false,
  ...given,
});

test.each([
  [{ worked: 0, failed: 0, late: false }, "operational"],
  [{ worked: 100, failed: 4, late: false }, "operational"],
  [{ worked: 0, failed: 4, late: false }, "operational"],
  [{ worked: 90, failed: 10, late: false }, "degraded"],
  [{ worked: 20, failed: 0, late: true }, "degraded"],
  [{ worked: 4, failed: 6, late: false }, "down"],
  [undefined, "down"],
] as const)("a five-minute slot is judged by the share of platform failures: %j", (given, state) => {
  expect(judgeSlot(given)).toBe(state);
});

test("time without any record is an outage, which ends with the next record", () => {
  const history = readHistory("import", [slot(9), slot(8), slot(3), slot(2), slot(1), slot(0)], NOW);
  expect(history).toMatchObject({ now: "operational", uptime: 0.6 });
  expect(history.incidents).toEqual([{ area: "import", state: "down", from: at(7), to: at(3) }]);
  expect(history.days.at(-1)).toMatchObject({ state: "down", downMinutes: 20, degradedMinutes: 0 });
  expect(history.days.at(-2)?.state).toBeNull();
});

test("the current slot is not an outage before a worker has recorded it", () => {
  expect(readHistory("import", [slot(2), slot(1)], NOW)).toMatchObject({ now: "operational", uptime: 1, incidents: [] });
});

test("a degradation that turns into an outage is one incident", () => {
  const history = readHistory(
    "import",
    [slot(3), slot(2, { late: true }), slot(1, { worked: 1, failed: 30 }), slot(0, { late: true })],
    NOW,
  );
  expect(history.now).toBe("degraded");
  expect(history.incidents).toEqual([{ area: "import", state: "down", from: at(2), to: null }]);
});

test("an installation without any record reports no days and no incidents", () => {
  const history = readHistory("checks", [slot(1)], NOW);
  expect(history).toMatchObject({ now: "operational", incidents: [] });
  expect(history.days.every(({ state }) => state === null)).toBe(true);
});

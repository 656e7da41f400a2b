import { expect, test } from "vitest";
import type { RunProgress } from "@/lib/integrations/list/row";
import { rowTone } from "@/lib/integrations/story";
import { RUN_TRIGGERS } from "@/lib/sync/triggers";
import { laneView, listRow, openIncident } from "@/lib/testing/list-row";

const run = (trigger: string): RunProgress => ({
  id: "r",
  trigger,
  status: "running",
  phase: "fetching",
  total: 120,
  fetched: 37,
  requestedAt: "2026-11-27T16:00:00.000Z",
  startedAt: "2026-11-27T16:00:01.000Z",
});

test("a healthy shop stays healthy during automatic syncs; only runs that a user waits for show as working", () => {
  const moving = RUN_TRIGGERS.filter((trigger) => rowTone(listRow("a", { run: run(trigger) })) !== "healthy");
  expect(moving.sort()).toEqual(["backfill", "first_import", "refresh"]);
});

test("a row has the most urgent tone of its incident and run", () => {
  const incident = openIncident("tracking_out", "action_needed");
  expect(rowTone(listRow("a", { incident, run: run("refresh") }))).toBe("action_needed");
  expect(rowTone(listRow("a", { incident: openIncident("tracking_out", "throttled"), run: run("refresh") }))).toBe("recovering");
  expect(rowTone(listRow("a", { run: run("refresh") }))).toBe("working");
});

test("nothing is wrong with a shop without an incident, whatever its lanes say", () => {
  const lanes = { orders_in: laneView({ state: "throttled" }), tracking_out: laneView({ state: "action_needed" }) };
  expect(rowTone(listRow("a", { lanes }))).toBe("healthy");
});
